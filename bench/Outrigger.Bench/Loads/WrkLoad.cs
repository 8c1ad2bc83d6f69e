using System.Globalization;
using System.Text.RegularExpressions;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench.Loads;

/// <summary>wrk: HTTP/1.1 on connections that stay open.</summary>
internal sealed partial class WrkLoad(LoadProgram program, int connections, bool usesTls = false) : ILoad
{
    public LoadResult Run(int port, int seconds) => Parse(
        program.Run(
            "wrk", "-t1", $"-c{connections}", $"-d{seconds}s", "--latency",
            "-H", $"Host: {ProxyTask.Host}", "-H", "User-Agent: bench/1.0", "-H", "Accept: */*",
            "-H", "Accept-Encoding: gzip, deflate", "-H", "Cookie: session=0123456789abcdef",
            $"{(usesTls ? "https" : "http")}://127.0.0.1:{port}/productpage?u=normal"),
        seconds);

    private static LoadResult Parse(string text, int seconds)
    {
        var total = TotalLine().Match(text);
        if (!total.Success) throw new InvalidOperationException($"wrk printed no total:\n{text}");
        var failures = SocketErrors().Match(text) is { Success: true } errors
            ? Enumerable.Range(1, 4).Sum(group => long.Parse(errors.Groups[group].Value))
            : 0;
        if (BadStatus().Match(text) is { Success: true } bad) failures += long.Parse(bad.Groups[1].Value);
        return new LoadResult(
            long.Parse(total.Groups[1].Value), failures, seconds, Percentile(text, "50"), Percentile(text, "99"));
    }

    private static double Percentile(string text, string percent)
    {
        var match = Regex.Match(text, $@"{percent}%\s+([\d.]+)(us|ms|s)");
        var value = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch { "us" => value / 1000, "ms" => value, _ => value * 1000 };
    }

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex TotalLine();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")]
    private static partial Regex SocketErrors();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex BadStatus();
}
