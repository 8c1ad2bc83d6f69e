using System.Globalization;
using System.Text.RegularExpressions;
using Outrigger.Interop.Tests.Proxies;
using Outrigger.Interop.Tests.Servers;
using Outrigger.Interop.Tests.Support;

namespace Outrigger.Interop.Tests.Http;

/// <summary>Load generators, of whose requests none may fail.</summary>
public sealed partial class LoadTests
{
    [Theory]
    [MemberData(nameof(Ways.OfHttp1Clients), MemberType = typeof(Ways))]
    public async Task Nothing_fails_under_the_load_of_wrk(string name)
    {
        var way = Way.Named(name);
        await using var server = await NginxServer.StartAsync(way.Server);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);

        var result = (await RunningProgram.RunAsync(
            Tool.Wrk.Require(), "-t1", "-c32", "-d1s", $"{way.Scheme}://127.0.0.1:{pair.Port}/seen")).Succeeded();

        Assert.True(WrkTotal().IsMatch(result.Output), result.Output);
        Assert.NotEqual("0", WrkTotal().Match(result.Output).Groups[1].Value);
        Assert.DoesNotContain("Socket errors", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Non-2xx", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways.OfHttp2Clients), MemberType = typeof(Ways))]
    public async Task Nothing_fails_under_the_load_of_h2load(string name)
    {
        var way = Way.Named(name);
        await using var server = await KestrelServer.StartAsync(way.Server);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);

        await H2LoadAsync(way, pair, requests: 5_000, connections: 16, streams: 10, "/hello");
    }

    [Fact]
    public async Task Ten_thousand_streams_are_open_at_once_over_a_hundred_connections()
    {
        var way = Way.Named("h2 plain");
        await using var server = await KestrelServer.StartAsync(way.Server);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);
        server.Gate.Count = 10_000;

        await H2LoadAsync(way, pair, requests: 10_000, connections: 100, streams: 100, "/gate");
    }

    private static async Task H2LoadAsync(
        Way way, ProxyPair pair, int requests, int connections, int streams, string path)
    {
        var result = (await RunningProgram.RunAsync(
            Tool.H2Load.Require(), $"-n{requests}", $"-c{connections}", $"-m{streams}",
            $"--connect-to=127.0.0.1:{pair.Port}",
            $"{way.Scheme}://{TestCertificates.HostName}{path}")).Succeeded();

        var counted = H2LoadStatuses().Match(result.Output);
        Assert.True(counted.Success, result.Output);
        Assert.True(
            requests == int.Parse(counted.Groups[1].Value, CultureInfo.InvariantCulture),
            $"{result.Output}\n{pair.Near.Program.Log}\n{pair.Far.Program.Log}");
    }

    [GeneratedRegex("([0-9]+) requests in")]
    private static partial Regex WrkTotal();

    [GeneratedRegex("status codes: ([0-9]+) 2xx")]
    private static partial Regex H2LoadStatuses();
}
