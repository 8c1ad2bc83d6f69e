using System.Globalization;
using Outrigger.Interop.Tests.Proxies;
using Outrigger.Interop.Tests.Servers;
using Outrigger.Interop.Tests.Support;

namespace Outrigger.Interop.Tests.Http;

/// <summary>curl before the proxies, nginx and ASP.NET Core behind them.</summary>
public sealed class CurlTests
{
    [Theory]
    [MemberData(nameof(Ways.All), MemberType = typeof(Ways))]
    public async Task It_gets_what_a_server_answers(string name)
    {
        var way = Way.Named(name);
        await using var server = await KestrelServer.StartAsync(way.Server);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);

        var result = await CurlAsync(way, pair, "/hello", "-i");

        Assert.StartsWith(way.Client.UsesHttp2 ? "HTTP/2 200" : "HTTP/1.1 200 OK", result.Output);
        Assert.EndsWith("hello\n", result.Output);
        Assert.Contains("x-envoy-upstream-service-time:", result.Output);
    }

    [Theory]
    [MemberData(nameof(Ways.All), MemberType = typeof(Ways))]
    public async Task What_it_posts_comes_back(string name)
    {
        var way = Way.Named(name);
        await using var server = await KestrelServer.StartAsync(way.Server);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);
        var file = Path.GetTempFileName();
        var content = string.Concat(Enumerable.Range(0, 50_000).Select(i => i.ToString("D6", CultureInfo.InvariantCulture)));
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);

        // With a length, then without one, and each large enough for curl to expect "100 Continue" first.
        var withLength = await CurlAsync(way, pair, "/echo", "--data-binary", $"@{file}");
        var withoutLength = await CurlAsync(
            way, pair, "/echo", "--data-binary", $"@{file}", "-H", "Transfer-Encoding: chunked");
        File.Delete(file);

        Assert.Equal(content, withLength.Output.TrimEnd());
        Assert.Equal(content, withoutLength.Output.TrimEnd());
    }

    [Theory]
    [MemberData(nameof(Ways.ToHttp1Servers), MemberType = typeof(Ways))]
    public async Task It_works_with_nginx_as_the_server(string name)
    {
        var way = Way.Named(name);
        await using var server = await NginxServer.StartAsync(way.Server);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);

        var seen = await CurlAsync(way, pair, "/seen", "-H", "x-probe: 17");
        var head = await CurlAsync(way, pair, "/seen", "-I");
        var missing = await CurlAsync(way, pair, "/missing", "-o", "/dev/null", "-w", "%{http_code}");
        var moved = await CurlAsync(way, pair, "/moved", "-o", "/dev/null", "-w", "%{http_code} %{num_redirects}", "-L");

        Assert.Equal("GET /seen HTTP/1.1 17\n", seen.Output);
        Assert.Contains(" 200", head.Output.Split('\n')[0]);
        Assert.Equal("404\n", missing.Output);
        Assert.Equal("200 1\n", moved.Output);
    }

    private static async Task<ProgramResult> CurlAsync(Way way, ProxyPair pair, string path, params string[] arguments)
    {
        // Servers' redirects name neither scheme nor port, so that they stay on the way.
        string[] version = (way.Client.UsesHttp2, way.Client.Protection) switch
        {
            (false, _) => ["--http1.1"],
            (true, Protection.None) => ["--http2-prior-knowledge"],
            (true, _) => ["--http2"],
        };
        string[] trust = way.Client.Protection == Protection.None
            ? []
            : ["--cacert", TestCertificates.Instance.AuthorityFile];
        var result = await RunningProgram.RunAsync(
        [
            Tool.Curl.Require(), "-sS", "--max-time", "20", .. version, .. trust, "--connect-to",
            $"::127.0.0.1:{pair.Port}", .. arguments, $"{way.Scheme}://{TestCertificates.HostName}{path}",
        ]);
        return result.Succeeded();
    }
}
