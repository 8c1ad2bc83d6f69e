using Outrigger.Interop.Tests.Proxies;
using Outrigger.Interop.Tests.Servers;
using Outrigger.Interop.Tests.Support;

namespace Outrigger.Interop.Tests.Http;

/// <summary>nghttp before the proxies and nghttpd behind them: another HPACK, other flow control.</summary>
public sealed class NghttpTests
{
    private const string Trailer = "x-checked: yes";

    [Theory]
    [MemberData(nameof(Ways.OfHttp2), MemberType = typeof(Ways))]
    public async Task It_gets_a_file_and_trailers_over_small_windows(string name)
    {
        var way = Way.Named(name);
        await using var server = await NghttpdServer.StartAsync(way.Server, Trailer);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);
        var content = new string('x', 300_000);
        server.Write("file.txt", content);

        // Windows of 2^10 bytes, padded frames, and header blocks that need a CONTINUATION frame.
        var result = (await RunningProgram.RunAsync(
            Tool.Nghttp.Require(), "-v", "-n", "-w10", "-W10", "--padding=100", "--continuation",
            "-H", $":authority: {TestCertificates.HostName}", $"{way.Scheme}://127.0.0.1:{pair.Port}/file.txt"))
            .Succeeded();

        Assert.Contains(":status: 200", result.Output, StringComparison.Ordinal);
        Assert.Contains(Trailer, result.Output, StringComparison.Ordinal);
        Assert.Contains("content-length: 300000", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways.OfHttp2), MemberType = typeof(Ways))]
    public async Task What_it_uploads_with_trailers_comes_back(string name)
    {
        var way = Way.Named(name);
        await using var server = await NghttpdServer.StartAsync(way.Server, Trailer);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);
        var file = Path.GetTempFileName();
        var content = string.Concat(Enumerable.Repeat("0123456789abcdef", 20_000));
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);

        var result = (await RunningProgram.RunAsync(
            Tool.Nghttp.Require(), "-d", file, "--trailer", "x-sum: 17",
            $"{way.Scheme}://127.0.0.1:{pair.Port}/upload")).Succeeded();
        File.Delete(file);

        Assert.Equal(content, result.Output.TrimEnd());
    }
}
