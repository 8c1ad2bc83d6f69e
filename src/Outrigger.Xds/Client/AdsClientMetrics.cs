using System.Diagnostics.Metrics;

namespace Outrigger.Xds.Client;

/// <summary>The counters of the meter <c>Outrigger.Xds.Client</c>.</summary>
internal static class AdsClientMetrics
{
    public const string MeterName = "Outrigger.Xds.Client";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Responses =
        Meter.CreateCounter<long>("xds.client.responses", "{response}", "Responses received, by type.");

    private static readonly Counter<long> Answers = Meter.CreateCounter<long>(
        "xds.client.answers", "{answer}", "Answers given, by type and outcome (ack, nack).");

    private static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("xds.client.stream_failures", "{stream}", "Streams that ended.");

    public static void Received(TypeUrl type) => Responses.Add(1, Tag(type));

    public static void Answered(TypeUrl type, bool isAccepted) =>
        Answers.Add(1, Tag(type), new KeyValuePair<string, object?>("outcome", isAccepted ? "ack" : "nack"));

    public static void StreamFailed() => Failures.Add(1);

    private static KeyValuePair<string, object?> Tag(TypeUrl type) => new("type", type.ShortName);
}
