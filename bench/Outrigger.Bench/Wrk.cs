using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Outrigger.Bench;

/// <summary>Drives load with wrk: a closed loop of keep-alive connections.</summary>
internal static partial class Wrk
{
    public static LoadResult Run(int port, string host, int connections, int seconds, int core)
    {
        var start = new ProcessStartInfo("taskset",
        [
            "-c", $"{core}", "wrk", "-t1", $"-c{connections}", $"-d{seconds}s", "--latency",
            "-H", $"Host: {host}", "-H", "User-Agent: bench/1.0", "-H", "Accept: */*",
            "-H", "Accept-Encoding: gzip, deflate", "-H", "Cookie: session=0123456789abcdef",
            $"http://127.0.0.1:{port}/productpage?u=normal",
        ])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return Parse(text, seconds);
    }

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
