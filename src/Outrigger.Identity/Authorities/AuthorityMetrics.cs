using System.Diagnostics.Metrics;

namespace Outrigger.Identity.Authorities;

/// <summary>The gauges of one authority on the meter <c>Outrigger.Identity</c>.</summary>
internal sealed class AuthorityMetrics : IDisposable
{
    private readonly Meter _meter = new(IdentityMetrics.MeterName);

    /// <summary>Creates the gauges.</summary>
    /// <param name="status">How the authority stands.</param>
    /// <param name="time">The clock.</param>
    public AuthorityMetrics(Func<AuthorityStatus> status, TimeProvider time)
    {
        _meter.CreateObservableGauge(
            "identity.authority.expiry", () => Expiries(status(), time.GetUtcNow()), "s",
            "Time until a root or an intermediate of the authority expires, by certificate, role and use.");
        _meter.CreateObservableGauge(
            "identity.rotation.phase", () => (int)status().Phase, null,
            "How far the rotation of the root is: 0 stable, 1 distributing, 2 signing, 3 retiring.");
        _meter.CreateObservableGauge(
            "identity.rotation.awaited", () => status().Awaited.Count, "{proxy}",
            "Proxies that the rotation of the root waits for.");
        _meter.CreateObservableGauge(
            "identity.certificates.live", () => status().LiveCertificates, "{certificate}",
            "Certificates of workloads that have not expired.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<double>> Expiries(AuthorityStatus status, DateTimeOffset now) =>
        status.Certificates.Select(certificate => new Measurement<double>(
            (certificate.NotAfter - now).TotalSeconds,
            new("certificate", certificate.Id), new("role", certificate.Role), new("use", certificate.Use)));
}
