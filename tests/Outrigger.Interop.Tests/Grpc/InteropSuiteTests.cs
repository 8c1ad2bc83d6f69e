using System.Globalization;
using Outrigger.Interop.Tests.Http;
using Outrigger.Interop.Tests.Proxies;
using Outrigger.Interop.Tests.Support;

namespace Outrigger.Interop.Tests.Grpc;

/// <summary>
/// gRPC's own interoperability suite: its client and server in Ruby (on C-core), in all cases that need no
/// account in a cloud.
/// </summary>
public sealed class InteropSuiteTests
{
    private static readonly string[] Cases =
    [
        "empty_unary", "large_unary", "client_streaming", "server_streaming", "ping_pong", "empty_stream",
        "cancel_after_begin", "cancel_after_first_response", "timeout_on_sleeping_server", "custom_metadata",
        "status_code_and_message", "unimplemented_method", "unimplemented_service",
    ];

    private static readonly string[] GemRoots = ["/usr/lib", "/usr/share", "/var/lib"];

    [Theory]
    [InlineData("h2 plain")]
    [InlineData("h2 over mutual TLS")]
    public async Task Every_case_passes(string name)
    {
        var scripts = Scripts();
        var port = Ports.Free();
        var number = port.ToString(CultureInfo.InvariantCulture);
        await using var server = RunningProgram.Start(
            [Tool.Ruby.Require(), Path.Combine(scripts, "server.rb"), "--port", number]);
        await Ports.ListeningAsync(port, server);
        await using var pair = await ProxyPair.StartAsync(Way.Named(name), port);

        var failures = new List<string>();
        foreach (var each in Cases)
        {
            var result = await RunningProgram.RunAsync(
                Tool.Ruby.Require(), Path.Combine(scripts, "client.rb"), "--server_host", "127.0.0.1",
                "--server_port", pair.Port.ToString(CultureInfo.InvariantCulture), "--test_case", each);
            if (result.ExitStatus != 0 || !result.Output.Contains($"OK: {each}", StringComparison.Ordinal))
            {
                failures.Add($"{each}: exit status {result.ExitStatus}\n{result.Output}{result.Errors}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    /// <summary>Where Debian's package has the suite: the folder names Ruby's and the gem's version.</summary>
    private static string Scripts()
    {
        var folder = GemRoots.Where(Directory.Exists)
            .SelectMany(root => Directory.EnumerateDirectories(root, "grpc-*", new EnumerationOptions
            {
                RecurseSubdirectories = true,
                MaxRecursionDepth = 5,
                IgnoreInaccessible = true,
            }))
            .Select(gem => Path.Combine(gem, "src/ruby/pb/test"))
            .FirstOrDefault(each => File.Exists(Path.Combine(each, "client.rb")));
        Assert.SkipWhen(folder is null, "gRPC's interop suite is not on this machine: apt-get install ruby-grpc");
        return folder!;
    }
}
