using System.Diagnostics.Metrics;

namespace Outrigger.ControlPlane.Security;

/// <summary>The counters of the meter <c>Outrigger.ControlPlane.Security</c>.</summary>
internal static class SecurityMetrics
{
    public const string MeterName = "Outrigger.ControlPlane.Security";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Clients = Meter.CreateCounter<long>(
        "tls.clients.refused", "{connection}", "Connections refused for a client certificate that nobody vouches for.");

    private static readonly Counter<long> Nodes = Meter.CreateCounter<long>(
        "xds.nodes.refused", "{stream}",
        "Discovery refused, by reason (no_certificate, expired_certificate, other_identity).");

    public static void ClientRefused() => Clients.Add(1);

    public static void NodeRefused(string reason) =>
        Nodes.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
