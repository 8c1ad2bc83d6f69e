using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Outrigger.ControlPlane.Proxies;
using Outrigger.Identity;

namespace Outrigger.ControlPlane.Security;

/// <summary>
/// Tells requests who is at the other end of their connection, and ends connections whose certificate has expired: the
/// client comes again with the one that it has got since.
/// </summary>
internal sealed class PeerIdentification(TimeProvider time)
{
    /// <summary>Timers do not reach farther than 49 days; a stream that is older may as well begin anew.</summary>
    private static readonly TimeSpan StreamLifeMax = TimeSpan.FromDays(40);

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is not { } certificate
            || !WorkloadCertificate.TryReadIdentity(certificate, out var identity))
        {
            await next(http);
            return;
        }

        var peer = new VerifiedPeer(identity, certificate);
        http.Features.Set(peer);
        var left = peer.NotAfter - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            Close(http);
            await next(http);
            return;
        }

        using var expiry = new CancellationTokenSource(left < StreamLifeMax ? left : StreamLifeMax, time);
        await using var end = expiry.Token.Register(() =>
        {
            Close(http);
            http.Abort();
        });
        await next(http);
    }

    /// <summary>No more requests on this connection: the client must connect anew, and prove anew who it is.</summary>
    private static void Close(HttpContext http) =>
        http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
}
