using Outrigger.ControlPlane.Api.Contract;
using Outrigger.ControlPlane.Security;
using Outrigger.Identity.Authorities;

namespace Outrigger.ControlPlane.Api;

/// <summary>Tells how the certificate authority stands, and has its root replaced.</summary>
internal sealed class AuthorityApi(MeshSecurity security, TimeProvider time, CancellationToken stopping)
{
    public AuthorityView Status()
    {
        var status = security.Authority.Status;
        var now = time.GetUtcNow();
        return new AuthorityView(
            status.TrustDomain.Name, status.Phase.ToString(), status.PhaseSince, status.BundleVersion,
            [.. status.Certificates.Select(each => ViewOf(each, now))],
            status.LiveCertificates,
            [.. status.Awaited.Select(proxy =>
                new AwaitedProxyView(proxy.Holder, proxy.Identity.ToString(), proxy.NotAfter))],
            status.RetiresAt, status.Problem);
    }

    /// <summary>
    /// Begins to replace the root, or goes on with it, and waits until every proxy has a certificate of the new one, or
    /// for so long.
    /// </summary>
    /// <exception cref="Outrigger.Identity.Issuing.InvalidIssuerException">The CA is plugged in.</exception>
    public async Task<AuthorityView> RotateAsync(TimeSpan? timeout, CancellationToken cancellation)
    {
        security.Authority.Rotate();
        if (timeout is { } limit) await WaitUntilSettledAsync(limit, cancellation);
        return Status();
    }

    private async Task WaitUntilSettledAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping);
        deadline.CancelAfter(timeout);
        var changed = new SemaphoreSlim(0);
        void Wake() => changed.Release();
        security.Authority.Changed += Wake;
        try
        {
            while (!Status().IsSettled) await changed.WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is up: the caller is told how things are.
        }
        finally
        {
            security.Authority.Changed -= Wake;
        }
    }

    private static AuthorityCertificateView ViewOf(AuthorityCertificate certificate, DateTimeOffset now) => new(
        certificate.Id, certificate.Role, certificate.Use, certificate.NotAfter,
        (long)(certificate.NotAfter - now).TotalSeconds, certificate.Subject);
}
