using System.Net;
using System.Text.RegularExpressions;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Tests.DataPath;

namespace Outrigger.Proxy.Tests.Corpora;

/// <summary>A proxy in front of a recording endpoint. It serves HTTP/1.0 too, so that nothing is refused for that.</summary>
internal sealed partial class CorpusProxy : IDisposable
{
    private readonly RecordingBackend _backend = new();
    private readonly ProxyHarness _proxy = new();
    private IPEndPoint _endPoint = null!;

    public static async Task<CorpusProxy> StartAsync()
    {
        CorpusProxy proxy = new();
        proxy._proxy.Cluster("c", proxy._backend.EndPoint);
        proxy._endPoint = await proxy._proxy.ListenHttpAsync(
            ProxyHarness.RouteTo("c"),
            """ "httpProtocolOptions": { "acceptHttp10": true, "defaultHostForHttp10": "default.example" }, """);
        return proxy;
    }

    public PieceClients Connect(int count) => new(_proxy, _endPoint, count);

    /// <summary>
    /// Why a client was not refused as it must be: some responses of 200 to valid requests at most, then one refusal
    /// that announces the end, then the end. Null when it was.
    /// </summary>
    public static string? FaultOfRefusal(string? received, int validMax)
    {
        if (received is null)
            return "no end of the connection";
        MatchCollection statuses = StatusPattern().Matches(received);
        int valid = statuses.TakeWhile(status => status.Groups[1].Value == "200").Count();
        if (valid > validMax || statuses.Count != valid + 1)
            return $"statuses {string.Join(", ", statuses.Select(status => status.Groups[1].Value))}";
        string last = received[statuses[^1].Index..];
        bool isRefusal = statuses[^1].Groups[1].Value is "400" or "414" or "431" or "501" or "505";
        bool isLast = last.Contains("\r\nconnection: close\r\n", StringComparison.Ordinal);
        return isRefusal && isLast ? null : last;
    }

    /// <summary>What came to the endpoint since the last call, once nothing more is under way.</summary>
    public async Task<List<RecordedRequest>> TakeRecordedAsync()
    {
        await _proxy.UntilAsync(
            _ => _proxy.Count("c", ClusterStat.UpstreamRqActive) == 0
                && _proxy.Count("c", ClusterStat.UpstreamCxTotal) == _backend.AcceptedCount
                && _proxy.Count("c", ClusterStat.UpstreamCxActive) == _backend.OpenCount,
            "the endpoint has all that was sent");
        List<RecordedRequest> requests = [];
        while (_backend.Requests.TryDequeue(out RecordedRequest? request))
            requests.Add(request);
        return requests;
    }

    public void Dispose()
    {
        Assert.Empty(_proxy.Faults);
        _proxy.Dispose();
        _backend.Dispose();
    }

    [GeneratedRegex("HTTP/1\\.1 ([0-9]{3}) ")]
    private static partial Regex StatusPattern();
}
