using System.Text.RegularExpressions;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Admin;

/// <summary>The paths that show and reset statistics.</summary>
internal sealed class StatsCommands(StatsRegistry stats)
{
    private const string PrometheusText = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The commands.</summary>
    public IEnumerable<AdminCommand> All =>
    [
        new("/stats", "print server stats (filter=regex, usedonly, format=json|prometheus)",
            IsMutation: false, ShowStats),
        new("/stats/prometheus", "print server stats in prometheus format", IsMutation: false,
            ShowPrometheus),
        new("/reset_counters", "reset all counters to zero", IsMutation: true, _ =>
        {
            stats.ResetCounters();
            return AdminResponse.Ok;
        }),
    ];

    private AdminResponse ShowStats(AdminRequest request)
    {
        if (request.Query.GetValueOrDefault("format") == "prometheus")
        {
            return ShowPrometheus(request);
        }

        if (!TryTake(request, out StatsSnapshot? snapshot, out AdminResponse? error))
        {
            return error!;
        }

        return request.Query.GetValueOrDefault("format", "text") switch
        {
            "json" => AdminResponse.OfJson(StatsJsonWriter.Write(snapshot!) + "\n"),
            "text" or "" => AdminResponse.Text(StatsTextWriter.Write(snapshot!)),
            _ => AdminResponse.BadRequest("usage: /stats?format=text|json|prometheus"),
        };
    }

    private AdminResponse ShowPrometheus(AdminRequest request) =>
        TryTake(request, out StatsSnapshot? snapshot, out AdminResponse? error)
            ? new AdminResponse(200, PrometheusTextWriter.Write(snapshot!), PrometheusText)
            : error!;

    private bool TryTake(AdminRequest request, out StatsSnapshot? snapshot, out AdminResponse? error)
    {
        (snapshot, error) = (null, null);
        if (!RegexParameter.TryRead(request, "filter", out Regex? filter))
        {
            error = AdminResponse.BadRequest("Invalid re2 regex");
            return false;
        }

        snapshot = StatsSnapshot.Take(stats, new StatsQuery(request.Query.ContainsKey("usedonly"), filter));
        return true;
    }
}
