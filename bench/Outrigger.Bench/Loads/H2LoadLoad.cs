using System.Globalization;
using System.Text.RegularExpressions;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench.Loads;

/// <summary>h2load: HTTP/2, with so many connections and so many streams at a time on each.</summary>
/// <param name="program">How the program is run.</param>
/// <param name="connections">Connections, which stay open.</param>
/// <param name="streams">Streams at a time on each.</param>
/// <param name="path">What is asked for.</param>
/// <param name="grpcBody">A file with the message of a gRPC call, which is then posted; null to get the path.</param>
/// <param name="usesTls">Whether to connect by TLS.</param>
internal sealed partial class H2LoadLoad(
    LoadProgram program, int connections, int streams, string path, string? grpcBody = null, bool usesTls = false)
    : ILoad
{
    /// <summary>How many a run has at least, however slow the proxy was before.</summary>
    private const int RequestsMin = 20_000;

    private readonly Dictionary<int, double> _rates = [];

    /// <summary>
    /// Told a duration, h2load does not always end; so it is told a number, by the rate of the run before.
    /// </summary>
    public LoadResult Run(int port, int seconds)
    {
        var requests = Math.Max(RequestsMin, (int)(_rates.GetValueOrDefault(port) * seconds));
        string[] command =
        [
            "h2load", $"-c{connections}", $"-m{streams}", $"-n{requests}", $"--connect-to=127.0.0.1:{port}",
            "-H", "user-agent: bench/1.0", .. Headers(),
            $"{(usesTls ? "https" : "http")}://{ProxyTask.Host}{path}",
        ];
        var result = Parse(program.Run(command));
        _rates[port] = result.Done / result.Seconds;
        return result;
    }

    private string[] Headers() => grpcBody is null
        ? ["-H", "accept: */*", "-H", "accept-encoding: gzip, deflate", "-H", "cookie: session=0123456789abcdef"]
        : ["-H", "content-type: application/grpc", "-H", "te: trailers", "-d", grpcBody];

    private static LoadResult Parse(string text)
    {
        var requests = Requests().Match(text);
        var statuses = Statuses().Match(text);
        var time = Finished().Match(text);
        if (!requests.Success || !statuses.Success || !time.Success)
        {
            throw new InvalidOperationException($"h2load printed no totals:\n{text}");
        }
        // Answers with a bad status are among those that h2load itself counts as failed.
        return new LoadResult(
            Number(requests, 1), Math.Max(Number(requests, 2), Number(statuses, 1) + Number(statuses, 2)),
            double.Parse(time.Groups[1].Value, CultureInfo.InvariantCulture)
                * time.Groups[2].Value switch { "us" => 1e-6, "ms" => 1e-3, _ => 1 });
    }

    private static long Number(Match match, int group) => long.Parse(match.Groups[group].Value);

    [GeneratedRegex(@"(\d+) succeeded, (\d+) failed")]
    private static partial Regex Requests();

    [GeneratedRegex(@"status codes: \d+ 2xx, \d+ 3xx, (\d+) 4xx, (\d+) 5xx")]
    private static partial Regex Statuses();

    [GeneratedRegex(@"finished in ([\d.]+)(us|ms|s),")]
    private static partial Regex Finished();
}
