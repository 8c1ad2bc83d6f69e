using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using Outrigger.Identity.Authorities;
using Outrigger.Identity.Registration;

namespace Outrigger.Identity.Tests.Support;

/// <summary>An authority in a folder of its own whose time only goes on when the test says so.</summary>
internal sealed class TestAuthority : IDisposable
{
    public static readonly SpiffeId Reviews = SpiffeId.Parse("spiffe://cluster.local/ns/default/sa/reviews");
    public static readonly SpiffeId Ratings = SpiffeId.Parse("spiffe://cluster.local/ns/default/sa/ratings");

    private readonly TestFolder _folder = new();
    private readonly Func<CertificateAuthorityOptions, CertificateAuthorityOptions> _configure;

    public TestAuthority(Func<CertificateAuthorityOptions, CertificateAuthorityOptions>? configure = null)
    {
        _configure = configure ?? (options => options);
        Time.SetUtcNow(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        Open();
    }

    public FakeTimeProvider Time { get; } = new();

    public CertificateAuthority Authority { get; private set; } = null!;

    public RegistrationAuthority Registration { get; private set; } = null!;

    public DateTimeOffset Now => Time.GetUtcNow();

    public string Folder => Path.Combine(_folder.Path, "identity");

    public string[] Audit => File.ReadAllLines(Path.Combine(Folder, "audit.jsonl"));

    /// <summary>
    /// Another process takes over what the files hold, as after <c>kill -9</c>: the former one does nothing more.
    /// </summary>
    public void Restart()
    {
        Registration.Dispose();
        Authority.Dispose();
        Open();
    }

    public IssueResult Issue(Caller caller, string? request = null, TimeSpan? lifetime = null, string? other = null) =>
        Registration.Issue(caller, request ?? SigningRequests.OfNew(), lifetime, other);

    /// <summary>A certificate for a pod, by a token.</summary>
    public IssuedCertificate Enrol(string pod, SpiffeId? identity = null, TimeSpan? lifetime = null)
    {
        var result = Issue(ByToken(pod, identity ?? Reviews), lifetime: lifetime);
        return Assert.IsType<IssuedCertificate>(result.Certificate);
    }

    /// <summary>The next certificate of a proxy that has one.</summary>
    public IssuedCertificate Renew(IssuedCertificate former, SpiffeId? identity = null, TimeSpan? lifetime = null)
    {
        var caller = new Caller(identity ?? Reviews, CallerProof.Certificate, "127.0.0.1:1")
        {
            CertificateSerial = former.Serial,
        };
        return Assert.IsType<IssuedCertificate>(Issue(caller, lifetime: lifetime).Certificate);
    }

    public static Caller ByToken(string pod, SpiffeId identity, string? oneKeyToken = null, DateTimeOffset expires = default) =>
        new(identity, CallerProof.Token, "127.0.0.1:1")
        {
            Pod = $"{identity.Namespace}/{pod}",
            OneKeyToken = oneKeyToken,
            TokenExpires = expires,
        };

    public static X509Certificate2 Leaf(IssuedCertificate issued) => X509Certificate2.CreateFromPem(issued.Chain[0]);

    /// <summary>Whether those who trust a bundle trust a certificate.</summary>
    public bool IsTrusted(IssuedCertificate issued, TrustBundle? bundle = null)
    {
        using var leaf = Leaf(issued);
        var between = issued.Chain.Skip(1).SkipLast(1).Select(pem => X509Certificate2.CreateFromPem(pem));
        return (bundle ?? Authority.Bundle).TryVerify(leaf, between, Now, out _);
    }

    public void Dispose()
    {
        Registration.Dispose();
        Authority.Dispose();
        _folder.Dispose();
    }

    private void Open()
    {
        Authority = CertificateAuthority.Open(
            _configure(new CertificateAuthorityOptions { Folder = Folder, Time = Time }));
        Registration = new RegistrationAuthority(Authority, Folder, Time);
    }
}
