using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Outrigger.Identity.Issuing;

/// <summary>
/// A CA certificate with its key, those that vouch for it, and the roots that its clients trust. Safe for use by many
/// threads.
/// </summary>
internal sealed class Issuer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly AsymmetricAlgorithm? _key;
    private readonly X509SignatureGenerator? _generator;
    private readonly X509AuthorityKeyIdentifierExtension? _keyIdentifier;

    /// <summary>Puts an issuer together; the parts must fit (<see cref="IssuerFiles"/> checks).</summary>
    /// <param name="certificate">The CA's certificate.</param>
    /// <param name="key">Its key; null when nothing is to be signed any more.</param>
    /// <param name="intermediates">The certificates between it and its root, without both.</param>
    /// <param name="roots">The roots, the one that it chains to first.</param>
    public Issuer(
        X509Certificate2 certificate, AsymmetricAlgorithm? key, IReadOnlyList<X509Certificate2> intermediates,
        IReadOnlyList<X509Certificate2> roots)
    {
        Certificate = certificate;
        Intermediates = intermediates;
        Roots = roots;
        Root = roots[0];
        _key = key;
        _generator = key switch
        {
            ECDsa ecdsa => X509SignatureGenerator.CreateForECDsa(ecdsa),
            RSA rsa => X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1),
            _ => null,
        };
        Hash = key is ECDsa { KeySize: 384 } ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
        _keyIdentifier = certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Any()
            ? X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
                certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false)
            : null;
        Id = CertificateText.IdOf(certificate);
        RootId = CertificateText.IdOf(Root);
        NotAfter = Intermediates.Append(Certificate).Append(Root).Min(CertificateText.Ends);
    }

    /// <summary>Names the issuer by its certificate.</summary>
    public string Id { get; }

    /// <summary>Names the root that it chains to.</summary>
    public string RootId { get; }

    public X509Certificate2 Certificate { get; }

    public IReadOnlyList<X509Certificate2> Intermediates { get; }

    public X509Certificate2 Root { get; }

    /// <summary>All roots that came with the issuer; <see cref="Root"/> is the first.</summary>
    public IReadOnlyList<X509Certificate2> Roots { get; }

    /// <summary>When the first of the issuer, its intermediates and its root expires.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>Whether the issuer is its own root.</summary>
    public bool IsSelfSigned => Certificate.RawDataMemory.Span.SequenceEqual(Root.RawDataMemory.Span);

    public bool CanSign => _generator is not null;

    private HashAlgorithmName Hash { get; }

    /// <summary>What a leaf is sent with: the certificates from this issuer up to the root, without the root.</summary>
    public IEnumerable<X509Certificate2> ChainOfLeaves => IsSelfSigned ? [] : Intermediates.Prepend(Certificate);

    /// <summary>Signs a certificate for an end of a connection, client or server.</summary>
    /// <param name="key">The key that it is for.</param>
    /// <param name="names">The subject alternative names.</param>
    /// <param name="notBefore">When it begins to be valid.</param>
    /// <param name="notAfter">When it ends; an issuer's own end comes first.</param>
    /// <exception cref="InvalidOperationException">The key is gone.</exception>
    public X509Certificate2 Sign(
        PublicKey key, X509Extension names, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        var generator = _generator ?? throw new InvalidOperationException($"the key of the CA {Id} is gone");
        var request = new CertificateRequest(new X500DistinguishedName([0x30, 0x00]), key, Hash);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(names);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(key, critical: false));
        if (_keyIdentifier is not null) request.CertificateExtensions.Add(_keyIdentifier);

        var begin = Later(notBefore, CertificateText.Begins(Certificate));
        var end = notAfter < NotAfter ? notAfter : NotAfter;
        lock (_gate)
        {
            return request.Create(Certificate.SubjectName, generator, begin, end, NewSerialNumber());
        }
    }

    /// <summary>The key as PEM (PKCS #8).</summary>
    public string KeyPem() => _key!.ExportPkcs8PrivateKeyPem() + "\n";

    /// <inheritdoc/>
    public void Dispose() => _key?.Dispose();

    /// <summary>128 random bits behind a one, which keeps the number positive and of one length.</summary>
    internal static byte[] NewSerialNumber() => [1, .. RandomNumberGenerator.GetBytes(16)];

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
