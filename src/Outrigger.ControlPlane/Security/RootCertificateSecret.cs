using Envoy.Config.Core.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Google.Protobuf;
using Outrigger.Identity.Authorities;
using Outrigger.Xds.Server.Caching;

namespace Outrigger.ControlPlane.Security;

/// <summary>
/// The trust bundle as the secret <c>ROOTCA</c>, by which proxies learn which roots to trust, and confirm that they do.
/// Thread-safe.
/// </summary>
internal sealed class RootCertificateSecret
{
    public const string Name = "ROOTCA";

    private readonly Lock _gate = new();
    private readonly Func<TrustBundle> _newest;
    private volatile Version _current;

    /// <summary>Creates the secret.</summary>
    /// <param name="newest">The newest bundle.</param>
    public RootCertificateSecret(Func<TrustBundle> newest)
    {
        _newest = newest;
        _current = VersionOf(newest());
    }

    /// <summary>Raised after the secret has changed; must not throw.</summary>
    public event Action? Changed;

    /// <summary>The newest bundle.</summary>
    public Version Current => _current;

    /// <summary>Takes over the newest bundle.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            var bundle = _newest();
            if (bundle.Version == _current.BundleVersion) return;
            _current = VersionOf(bundle);
        }

        Changed?.Invoke();
    }

    private static Version VersionOf(TrustBundle bundle)
    {
        var secret = new Secret
        {
            Name = Name,
            ValidationContext = new CertificateValidationContext
            {
                TrustedCa = new DataSource { InlineBytes = ByteString.CopyFromUtf8(bundle.Pem) },
            },
        };
        return new Version(NamedResource.Create(Name, secret), bundle.Version);
    }

    /// <summary>One bundle.</summary>
    /// <param name="Resource">The bundle as a resource.</param>
    /// <param name="BundleVersion">The bundle's version.</param>
    public sealed record Version(NamedResource Resource, string BundleVersion);
}
