using System.Net;
using System.Net.Security;
using Outrigger.Identity;
using Outrigger.Identity.Authorities;

namespace Outrigger.ControlPlane.Security;

/// <summary>
/// The control plane's own certificate: issued by its own authority, replaced in time and whenever the authority signs
/// with another root. Thread-safe.
/// </summary>
internal sealed class ServerCertificateHolder
{
    /// <summary>The names by which proxies call it; the first is Istio's.</summary>
    private static readonly string[] Hosts =
        ["istiod.istio-system.svc", "outrigger.istio-system.svc", "localhost"];

    private readonly Lock _gate = new();
    private readonly CertificateAuthority _authority;
    private readonly IReadOnlyList<IPAddress> _addresses;
    private readonly TimeProvider _time;
    private ServerCertificate? _certificate;
    private SslStreamCertificateContext? _context;

    public ServerCertificateHolder(
        CertificateAuthority authority, IReadOnlyList<IPAddress> addresses, TimeProvider time)
    {
        _authority = authority;
        _addresses = addresses;
        _time = time;
        authority.Changed += Forget;
    }

    /// <summary>The certificate for a handshake that begins now.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_gate)
            {
                if (_context is { } context && _time.GetUtcNow() < _certificate!.RenewAt) return context;
                var identity = new SpiffeId(_authority.TrustDomain, "istio-system", "istiod");
                // Handshakes under way still use the former one, so it is left to the garbage collector.
                _certificate = _authority.IssueServerCertificate(identity, Hosts, _addresses);
                return _context = SslStreamCertificateContext.Create(
                    _certificate.Certificate, _certificate.Intermediates, offline: true);
            }
        }
    }

    private void Forget()
    {
        lock (_gate) _context = null;
    }
}
