using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Outrigger.Identity.Issuing;

namespace Outrigger.Identity.Authorities;

/// <summary>The roots that the whole mesh trusts. Immutable.</summary>
public sealed class TrustBundle
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    internal TrustBundle(IReadOnlyList<X509Certificate2> roots)
    {
        Roots = roots;
        Pem = CertificateText.Pem(roots);
        Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Pem)))[..16];
    }

    /// <summary>The roots; new certificates chain to the first.</summary>
    public IReadOnlyList<X509Certificate2> Roots { get; }

    /// <summary>The roots as PEM, in the same order.</summary>
    public string Pem { get; }

    /// <summary>Differs when the roots or their order differ.</summary>
    public string Version { get; }

    /// <summary>
    /// Whether the mesh vouches for a client's certificate, and for whom it does.
    /// </summary>
    /// <param name="certificate">The client's certificate.</param>
    /// <param name="intermediates">What the client sent beside it.</param>
    /// <param name="now">The time at which it must be valid.</param>
    /// <param name="identity">Whose certificate it is.</param>
    public bool TryVerify(
        X509Certificate2 certificate, IEnumerable<X509Certificate2> intermediates, DateTimeOffset now,
        out SpiffeId identity)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(intermediates);
        using var chain = new X509Chain { ChainPolicy = TrustPolicy.Create(Roots, now) };
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        chain.ChainPolicy.ExtraStore.AddRange(intermediates.ToArray());
        identity = default;
        return chain.Build(certificate) && SubjectNames.TryReadIdentity(certificate, out identity);
    }
}
