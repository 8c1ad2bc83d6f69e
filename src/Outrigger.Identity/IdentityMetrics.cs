using System.Diagnostics.Metrics;
using Outrigger.Identity.Registration;

namespace Outrigger.Identity;

/// <summary>The counters of the meter <c>Outrigger.Identity</c>.</summary>
internal static class IdentityMetrics
{
    public const string MeterName = "Outrigger.Identity";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Certificates = Meter.CreateCounter<long>(
        "identity.certificates.issued", "{certificate}", "Certificates issued, by proof (certificate, token).");

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "identity.requests.refused", "{request}", "Requests for a certificate that were refused, by reason.");

    public static void Issued(CallerProof proof) =>
        Certificates.Add(1, new KeyValuePair<string, object?>(
            "proof", proof == CallerProof.Certificate ? "certificate" : "token"));

    public static void Refused(RefusalReason reason) =>
        Refusals.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
}
