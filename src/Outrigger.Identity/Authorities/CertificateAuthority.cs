using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Outrigger.Identity.Issuing;
using Outrigger.Identity.Rotation;

namespace Outrigger.Identity.Authorities;

/// <summary>
/// Signs certificates for whatever it is told to, and replaces its roots. Who may have which certificate, a
/// <see cref="Registration.RegistrationAuthority"/> decides. Safe for use by many threads.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    /// <summary>A server's own certificate is valid so long, and replaced after half of it.</summary>
    private static readonly TimeSpan ServerLifetime = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly CertificateAuthorityOptions _options;
    private readonly CertificateLedger _ledger;
    private readonly RootRotation _rotation;
    private readonly PluggedInIssuer? _pluggedIn;
    private readonly AuthorityMetrics _metrics;
    private volatile TrustBundle _bundle;
    private string? _problem;

    private CertificateAuthority(
        CertificateAuthorityOptions options, CertificateLedger ledger, RootRotation rotation,
        PluggedInIssuer? pluggedIn)
    {
        _options = options;
        _ledger = ledger;
        _rotation = rotation;
        _pluggedIn = pluggedIn;
        _bundle = rotation.Bundle;
        _metrics = new AuthorityMetrics(() => Status, options.Time);
    }

    /// <summary>
    /// Raised when the trust bundle, the issuer or the phase changed, on the thread that changed it; must not throw.
    /// </summary>
    public event Action? Changed;

    /// <summary>The roots that the mesh trusts.</summary>
    public TrustBundle Bundle => _bundle;

    /// <summary>The trust domain of the identities that it vouches for.</summary>
    public TrustDomain TrustDomain => _options.TrustDomain;

    /// <summary>How it stands.</summary>
    public AuthorityStatus Status
    {
        get
        {
            lock (_gate) return AuthorityReport.Of(_options.TrustDomain, _rotation, _ledger, _problem);
        }
    }

    /// <summary>
    /// Opens the authority of a folder: the one that is there, at the point of a rotation where it was, or a new one.
    /// </summary>
    /// <param name="options">How it works.</param>
    /// <exception cref="InvalidIssuerException">Files of a CA are missing or do not fit together.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static CertificateAuthority Open(CertificateAuthorityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var now = options.Time.GetUtcNow();
        var store = new IssuerStore(options.Folder);
        var pluggedIn = options.PluggedInFolder is { } folder ? new PluggedInIssuer(folder) : null;
        var ledger = new CertificateLedger(Path.Combine(options.Folder, "live-certificates.jsonl"), now);
        try
        {
            var rotation = RootRotation.Resume(
                store, ledger, () => pluggedIn?.Read(now) ?? CreateRoot(options, now), now);
            var authority = new CertificateAuthority(options, ledger, rotation, pluggedIn);
            authority.Advance();
            return authority;
        }
        catch
        {
            ledger.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Takes the steps that are due: those of a rotation, the replacement of a root that is near its end, and of a
    /// plugged-in CA whose files changed. To be called about once a second.
    /// </summary>
    public void Advance()
    {
        lock (_gate)
        {
            var before = (_rotation.Bundle, _rotation.Active, _rotation.Phase);
            var now = _options.Time.GetUtcNow();
            if (_rotation.Phase == RotationPhase.Stable && Replacement(now) is { } next) _rotation.Begin(next, now);
            _rotation.Advance(now);
            _bundle = _rotation.Bundle;
            if (before == (_rotation.Bundle, _rotation.Active, _rotation.Phase)) return;
        }

        Changed?.Invoke();
    }

    /// <summary>Begins to replace the root. A rotation that is under way goes on.</summary>
    /// <exception cref="InvalidIssuerException">
    /// The CA is plugged in, so whoever plugged it in must replace it.
    /// </exception>
    public void Rotate()
    {
        if (_pluggedIn is not null)
        {
            throw new InvalidIssuerException(
                $"the CA is plugged in from {_options.PluggedInFolder}: replace its files, and the rotation begins");
        }

        lock (_gate)
        {
            var now = _options.Time.GetUtcNow();
            if (_rotation.Phase == RotationPhase.Stable) _rotation.Begin(CreateRoot(_options, now), now);
            _bundle = _rotation.Bundle;
        }

        Changed?.Invoke();
        Advance();
    }

    /// <summary>The proxy with a certificate has confirmed that it trusts a bundle.</summary>
    /// <param name="serial">The certificate's serial number in hexadecimal.</param>
    /// <param name="bundleVersion">The bundle's <see cref="TrustBundle.Version"/>.</param>
    public void Confirm(string serial, string bundleVersion)
    {
        lock (_gate) _ledger.Confirm(serial, bundleVersion);
    }

    /// <summary>A certificate for a server of the control plane's own.</summary>
    /// <param name="identity">Who the server is.</param>
    /// <param name="hosts">The host names by which it is called.</param>
    /// <param name="addresses">The addresses at which it is called.</param>
    public ServerCertificate IssueServerCertificate(
        SpiffeId identity, IEnumerable<string> hosts, IEnumerable<IPAddress> addresses)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        ArgumentNullException.ThrowIfNull(addresses);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(identity.ToString()));
        foreach (var host in hosts) names.AddDnsName(host);
        foreach (var address in addresses) names.AddIpAddress(address);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        lock (_gate)
        {
            var now = _options.Time.GetUtcNow();
            using var certificate = _rotation.Active.Sign(
                new PublicKey(key), names.Build(critical: true), now - _options.ClockSkew, now + ServerLifetime);
            using var withKey = certificate.CopyWithPrivateKey(key);
            // TLS wants a key that it can open again, which one that exists beside its certificate only is not.
            var loaded = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
            return new ServerCertificate(
                loaded, [.. _rotation.Active.ChainOfLeaves], now + ((CertificateText.Ends(certificate) - now) / 2));
        }
    }

    /// <summary>The holder of a live certificate; null when there is none of that number.</summary>
    internal string? HolderOf(string serial)
    {
        lock (_gate) return _ledger.Find(serial)?.Holder;
    }

    /// <summary>Signs a certificate for a workload, or says that it cannot.</summary>
    /// <param name="key">The workload's key.</param>
    /// <param name="identity">Who it is.</param>
    /// <param name="holder">Which of its proxies asks; null for one that nothing is known of.</param>
    /// <param name="lifetime">How long it is wanted for; null for the default.</param>
    /// <param name="isNewProcess">Whether the proxy may have forgotten which roots it trusted.</param>
    /// <returns>The certificate, or null when the issuer has expired.</returns>
    /// <exception cref="IOException">It could not be entered in the book.</exception>
    internal IssuedCertificate? Issue(
        PublicKey key, SpiffeId identity, string? holder, TimeSpan? lifetime, bool isNewProcess)
    {
        var wanted = lifetime ?? _options.LeafLifetime;
        var given = wanted < _options.LeafLifetimeMax ? wanted : _options.LeafLifetimeMax;
        lock (_gate)
        {
            var now = _options.Time.GetUtcNow();
            var issuer = _rotation.Active;
            if (issuer.NotAfter <= now) return null;
            using var certificate = issuer.Sign(
                key, SubjectNames.Of(identity), now - _options.ClockSkew, now + given);
            var issued = new IssuedCertificate(certificate, issuer, _rotation.Bundle);
            var name = holder ?? $"{identity.Namespace}/{identity.ServiceAccount} {issued.Serial}";
            _ledger.Add(new LiveCertificate(
                issued.Serial, identity, name, issued.NotAfter, issuer.RootId, isNewProcess));
            return issued;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _metrics.Dispose();
            _ledger.Dispose();
            _rotation.Active.Dispose();
            _rotation.Other?.Dispose();
        }
    }

    private static Issuer CreateRoot(CertificateAuthorityOptions options, DateTimeOffset now) =>
        SelfSignedIssuer.Create(options.TrustDomain, now - options.ClockSkew, options.RootLifetime);

    /// <summary>The issuer that should take the place of the active one; null when it should stay.</summary>
    private Issuer? Replacement(DateTimeOffset now)
    {
        if (_pluggedIn is not null) return _pluggedIn.ReadIfChanged(_rotation.Active.Id, now, ref _problem);
        var root = _rotation.Active;
        var life = root.NotAfter - CertificateText.Begins(root.Root);
        return root.NotAfter - now < life * _options.RootRenewalShare ? CreateRoot(_options, now) : null;
    }
}
