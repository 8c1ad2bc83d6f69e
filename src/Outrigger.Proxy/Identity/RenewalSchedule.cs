using Outrigger.Xds.Client;

namespace Outrigger.Proxy.Identity;

/// <summary>
/// Says when a certificate is asked for. A mesh that starts as one must not renew as one, so all times are
/// spread at random. Not safe for several threads.
/// </summary>
/// <param name="random">Spreads.</param>
internal sealed class RenewalSchedule(Random random)
{
    private const double RenewalFraction = 0.5;
    private const double RenewalSpread = 0.05;
    private const double IssuerSpread = 0.05;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan IssuerSpreadMax = TimeSpan.FromMinutes(1);

    private readonly JitteredBackOff _backOff = new(FirstRetry, RetryMax, random);

    /// <summary>When a certificate that has just come is to be renewed: about half way through its time.</summary>
    public DateTimeOffset AfterSuccess(WorkloadCertificate certificate)
    {
        _backOff.Reset();
        TimeSpan lifetime = certificate.NotAfter - certificate.ReceivedAt;
        double fraction = RenewalFraction + RenewalSpread * (2 * random.NextDouble() - 1);
        return certificate.ReceivedAt + lifetime * fraction;
    }

    /// <summary>
    /// When to try again after a failure: later and later, but often enough before the certificate expires.
    /// </summary>
    public DateTimeOffset AfterFailure(WorkloadCertificate? certificate, DateTimeOffset now)
    {
        TimeSpan wait = _backOff.Next();
        if (certificate is not null && certificate.NotAfter > now)
        {
            TimeSpan quarter = (certificate.NotAfter - now) / 4;
            wait = wait < quarter ? wait : quarter;
        }

        return now + (wait > RetryMin ? wait : RetryMin);
    }

    /// <summary>When to leave an issuer whose root is about to go.</summary>
    public DateTimeOffset AfterIssuerChange(WorkloadCertificate certificate, DateTimeOffset now)
    {
        TimeSpan spread = (certificate.NotAfter - certificate.ReceivedAt) * IssuerSpread;
        return now + (spread < IssuerSpreadMax ? spread : IssuerSpreadMax) * random.NextDouble();
    }
}
