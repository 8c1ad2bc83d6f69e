using System.Text;
using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>
/// The certificate that a peer showed, read out. Immutable, and good after its connection is closed. Subject
/// and issuer are written as RFC 2253 does, as Envoy shows them.
/// </summary>
public sealed unsafe class TlsPeerCertificate
{
    private readonly byte[][] _chain;
    private string? _sha256;
    private string? _sha1;
    private string? _pem;
    private string? _chainPem;

    internal TlsPeerCertificate(nint leaf, nint chain, bool isServer)
    {
        var others = chain == 0 ? 0 : LibCrypto.StackCount(chain);
        var der = new List<byte[]>(others + 1) { Encode(leaf) };
        // OpenSSL gives a client the whole chain and a server the chain without its first certificate.
        for (var index = isServer ? 0 : 1; index < others; index++)
            der.Add(Encode(LibCrypto.StackValue(chain, index)));
        _chain = [.. der];
        Subject = ReadName(LibX509.GetSubject(leaf));
        Issuer = ReadName(LibX509.GetIssuer(leaf));
        SerialNumber = Convert.ToHexStringLower(NativeText.ReadString(LibX509.GetSerialNumber(leaf)));
        NotBefore = ReadTime(LibX509.GetNotBefore(leaf));
        NotAfter = ReadTime(LibX509.GetNotAfter(leaf));
        SubjectAltNames names = SubjectAltNames.Read(leaf);
        UriNames = names.Uri;
        DnsNames = names.Dns;
        IpNames = names.Ip;
        EmailNames = names.Email;
    }

    /// <summary>The certificate in DER.</summary>
    public ReadOnlySpan<byte> Der => _chain[0];

    /// <summary>The subject, such as <c>CN=frontend,O=Example</c>; may be empty.</summary>
    public string Subject { get; }

    /// <summary>The issuer.</summary>
    public string Issuer { get; }

    /// <summary>The serial number in lower-case hexadecimal digits.</summary>
    public string SerialNumber { get; }

    /// <summary>From when on it is good.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>Until when it is good.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>Its URIs, such as SPIFFE identities.</summary>
    public IReadOnlyList<string> UriNames { get; }

    /// <summary>Its host names.</summary>
    public IReadOnlyList<string> DnsNames { get; }

    /// <summary>Its IP addresses.</summary>
    public IReadOnlyList<string> IpNames { get; }

    /// <summary>Its mail addresses.</summary>
    public IReadOnlyList<string> EmailNames { get; }

    /// <summary>The SHA-256 digest of <see cref="Der"/> in lower-case hexadecimal digits.</summary>
    public string Sha256Fingerprint => _sha256 ??= Digest(LibCrypto.Sha256());

    /// <summary>The SHA-1 digest of <see cref="Der"/> in lower-case hexadecimal digits.</summary>
    public string Sha1Fingerprint => _sha1 ??= Digest(LibCrypto.Sha1());

    /// <summary>The certificate in PEM.</summary>
    public string Pem => _pem ??= PemOf(_chain[0]);

    /// <summary>The certificate and those that the peer sent along, in PEM.</summary>
    public string ChainPem => _chainPem ??= string.Concat(_chain.Select(PemOf));

    /// <summary>Whether it says of itself that it was issued by its own subject, as roots do.</summary>
    public bool IsSelfIssued => Subject == Issuer;

    /// <summary>Reads certificates from text, each by itself.</summary>
    /// <param name="pem">Certificates in PEM.</param>
    /// <param name="what">What they are for, for the message.</param>
    /// <exception cref="TlsConfigurationException">There is none, or one cannot be read.</exception>
    public static IReadOnlyList<TlsPeerCertificate> ReadPem(ReadOnlySpan<byte> pem, string what)
    {
        TlsLibrary.Require();
        var certificates = PemReader.ReadCertificates(pem, what);
        try
        {
            return [.. certificates.Select(certificate => new TlsPeerCertificate(certificate, 0, isServer: true))];
        }
        finally
        {
            PemReader.Free(certificates);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Subject;

    private static string PemOf(byte[] der)
    {
        const int ColumnsMax = 64;
        var base64 = Convert.ToBase64String(der);
        var text = new StringBuilder("-----BEGIN CERTIFICATE-----\n");
        for (var start = 0; start < base64.Length; start += ColumnsMax)
            text.Append(base64, start, Math.Min(ColumnsMax, base64.Length - start)).Append('\n');
        return text.Append("-----END CERTIFICATE-----\n").ToString();
    }

    private static byte[] Encode(nint certificate)
    {
        var length = LibX509.Encode(certificate, null);
        if (length <= 0)
            return [];
        var der = new byte[length];
        fixed (byte* start = der)
        {
            var target = start;
            _ = LibX509.Encode(certificate, &target);
        }

        return der;
    }

    private static string ReadName(nint name)
    {
        var bio = LibCrypto.BioNew(LibCrypto.BioMemoryMethod());
        _ = LibX509.PrintName(bio, name, 0, OpenSslConstants.NameFormatRfc2253);
        byte* data;
        var length = LibCrypto.BioControl(bio, OpenSslConstants.BioControlInfo, 0, &data);
        var text = length > 0 ? Encoding.UTF8.GetString(data, (int)length) : "";
        _ = LibCrypto.BioFree(bio);
        return text;
    }

    private static DateTimeOffset ReadTime(nint time)
    {
        TimeParts parts;
        return LibX509.TimeToParts(time, &parts) == 1 ? parts.ToUtc() : DateTimeOffset.UnixEpoch;
    }

    private string Digest(nint type)
    {
        var digest = stackalloc byte[64];
        uint size;
        fixed (byte* start = _chain[0])
        {
            return LibCrypto.Digest(start, (nuint)_chain[0].Length, digest, &size, type, 0) == 1
                ? Convert.ToHexStringLower(new ReadOnlySpan<byte>(digest, (int)size))
                : "";
        }
    }
}
