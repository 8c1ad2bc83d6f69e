using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Identity;

/// <summary>The gauges that count down to the end of the workload's certificate and of its roots.</summary>
internal sealed class IdentityStats(WorkloadIdentity identity, TimeProvider time) : IStatSource
{
    /// <inheritdoc/>
    public void Visit(IStatVisitor visitor)
    {
        DateTimeOffset now = time.GetUtcNow();
        long certificateSeconds = identity.Certificate is { } certificate ? SecondsUntil(certificate.NotAfter, now) : 0;
        Gauge(visitor, "outrigger.identity.certificate_seconds_left", certificateSeconds);
        Gauge(visitor, "outrigger.identity.roots", identity.Roots?.Certificates.Count ?? 0);
        long rootSeconds = identity.Roots is { } roots
            ? roots.Certificates.Min(root => SecondsUntil(root.NotAfter, now))
            : 0;
        Gauge(visitor, "outrigger.identity.first_root_seconds_left", rootSeconds);
    }

    private static long SecondsUntil(DateTimeOffset moment, DateTimeOffset now) =>
        Math.Max(0, (long)(moment - now).TotalSeconds);

    private static void Gauge(IStatVisitor visitor, string name, long value) =>
        visitor.Number(StatName.Plain(name), StatKind.Gauge, value);
}
