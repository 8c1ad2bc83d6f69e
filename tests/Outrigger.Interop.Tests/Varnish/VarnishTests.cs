using System.Globalization;
using System.Runtime.CompilerServices;
using Outrigger.Interop.Tests.Proxies;
using Outrigger.Interop.Tests.Support;

namespace Outrigger.Interop.Tests.Varnish;

/// <summary>
/// varnishtest's scripts are both ends of one proxy: they say byte by byte and frame by frame what is sent, and what
/// must come. A script's folder tells what is spoken before and behind the proxy.
/// </summary>
public sealed class VarnishTests
{
    private static string Cases => Path.Combine(Path.GetDirectoryName(Here())!, "Cases");

    public static IEnumerable<TheoryDataRow<string>> Scripts() => Directory
        .EnumerateFiles(Cases, "*.vtc", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Cases, file))
        .Order(StringComparer.Ordinal)
        .Select(script => new TheoryDataRow<string>(script));

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Both_ends_see_what_the_script_says(string script)
    {
        var forward = Path.GetDirectoryName(script)!.EndsWith("h2", StringComparison.Ordinal)
            ? LinkProtocol.Http2
            : LinkProtocol.Http1;
        var port = Ports.Free();
        await using var proxy = await RunningProxy.StartAsync(
            ProxyBootstrap.Create(LinkProtocol.Http1, forward, port));

        var result = await RunningProgram.RunAsync(
            Tool.VarnishTest.Require(), "-t20", "-D", Definition("proxy_port", proxy.Port),
            "-D", Definition("server_port", port), Path.Combine(Cases, script));

        // What went wrong is marked so in a long log.
        var mistakes = result.Output.Split('\n').Where(line => line.StartsWith("----", StringComparison.Ordinal));
        Assert.True(
            result.ExitStatus == 0, $"{string.Join('\n', mistakes)}\n\n{result.Output}\n{proxy.Program.Log}");
    }

    private static string Definition(string name, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}={port}");

    private static string Here([CallerFilePath] string path = "") => path;
}
