using System.Diagnostics.Metrics;
using Outrigger.Xds.Server.Sessions;

namespace Outrigger.Xds.Server.Streams;

/// <summary>The counters of the meter <c>Outrigger.Xds.Server</c>.</summary>
internal static class AdsServerMetrics
{
    public const string MeterName = "Outrigger.Xds.Server";

    private static readonly Meter Meter = new(MeterName);

    private static readonly UpDownCounter<long> Streams =
        Meter.CreateUpDownCounter<long>("xds.server.streams", "{stream}", "Connected streams.");

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        "xds.server.requests", "{request}", "Requests by type and outcome (subscription, ack, nack, stale).");

    private static readonly Counter<long> Pushes =
        Meter.CreateCounter<long>("xds.server.pushes", "{push}", "Responses sent, by type.");

    private static readonly Counter<long> Resources =
        Meter.CreateCounter<long>("xds.server.resources", "{resource}", "Resources sent, by type.");

    private static readonly Counter<long> Removals =
        Meter.CreateCounter<long>(
            "xds.server.removals", "{resource}", "Removals sent, by type (delta only).");

    public static void StreamOpened(XdsVariant variant) => Streams.Add(1, Tag(variant));

    public static void StreamClosed(XdsVariant variant) => Streams.Add(-1, Tag(variant));

    public static void Received(XdsVariant variant, string typeUrl, RequestOutcome outcome) =>
        Requests.Add(1, Tag(variant), Tag(new TypeUrl(typeUrl)), new("outcome", outcome switch
        {
            RequestOutcome.Ack => "ack",
            RequestOutcome.Nack => "nack",
            RequestOutcome.Stale => "stale",
            _ => "subscription",
        }));

    public static void Pushed(XdsVariant variant, Push push)
    {
        Pushes.Add(1, Tag(variant), Tag(push.Type));
        Resources.Add(push.Resources.Count, Tag(variant), Tag(push.Type));
        Removals.Add(push.Removed.Count, Tag(variant), Tag(push.Type));
    }

    private static KeyValuePair<string, object?> Tag(XdsVariant variant) =>
        new("variant", variant == XdsVariant.Delta ? "delta" : "sotw");

    // Only known types become label values: a client chooses the others, and could choose endlessly many.
    private static KeyValuePair<string, object?> Tag(TypeUrl type) =>
        new("type", PushOrder.PlaceOf(type) < PushOrder.CoreTypes.Count || type == TypeUrl.Secret
            ? type.ShortName
            : "other");
}
