using System.Globalization;
using Outrigger.Interop.Tests.Proxies;
using Outrigger.Interop.Tests.Servers;
using Outrigger.Interop.Tests.Support;

namespace Outrigger.Interop.Tests.Http;

/// <summary>Node's own HTTP/2 and gRPC's JavaScript before the proxies (scripts in <c>tests/interop</c>).</summary>
public sealed class NodeTests
{
    [Theory]
    [MemberData(nameof(Ways.OfHttp2Clients), MemberType = typeof(Ways))]
    public async Task Its_http2_client_works(string name)
    {
        var way = Way.Named(name);
        await using var server = await KestrelServer.StartAsync(way.Server);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);

        var result = await ScriptAsync("http2_client.js", way, pair);

        Assert.Equal("ok", result.Succeeded().Output.Trim());
    }

    [Theory]
    [MemberData(nameof(Ways.OfHttp2), MemberType = typeof(Ways))]
    public async Task Grpc_js_works(string name)
    {
        var way = Way.Named(name);
        await using var server = await KestrelServer.StartAsync(way.Server);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);
        var folder = Path.Combine(Checkout.Root, "tests/interop");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(folder, "node_modules/@grpc/grpc-js")),
            "@grpc/grpc-js is not installed: npm ci --prefix tests/interop");

        var result = await ScriptAsync(
            "chat_client.js", way, pair, Path.Combine(Checkout.Root, "tests/Outrigger.Interop.Tests/Grpc/chat.proto"));

        Assert.Equal("ok", result.Succeeded().Output.Trim());
    }

    private static Task<ProgramResult> ScriptAsync(string script, Way way, ProxyPair pair, params string[] arguments) =>
        RunningProgram.RunAsync(
        [
            Tool.Node.Require(), Path.Combine(Checkout.Root, "tests/interop", script),
            pair.Port.ToString(CultureInfo.InvariantCulture), TestCertificates.HostName,
            way.Client.Protection == Protection.None ? "-" : TestCertificates.Instance.AuthorityFile, .. arguments,
        ]);
}
