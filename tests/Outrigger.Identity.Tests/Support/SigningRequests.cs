using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Outrigger.Identity.Tests.Support;

/// <summary>Signing requests as proxies make them, and as others do.</summary>
internal static class SigningRequests
{
    public static string Of(ECDsa key, Action<SubjectAlternativeNameBuilder>? names = null, string subject = "") =>
        Build(new CertificateRequest(subject, key, HashAlgorithmName.SHA256), names);

    public static string Of(RSA key, Action<SubjectAlternativeNameBuilder>? names = null) =>
        Build(new CertificateRequest("", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), names);

    public static string OfNew(Action<SubjectAlternativeNameBuilder>? names = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Of(key, names);
    }

    public static string OfCurve(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        return Of(key);
    }

    public static string OfRsa(int bits)
    {
        using var key = RSA.Create(bits);
        return Of(key);
    }

    /// <summary>A request for one key that another one signed.</summary>
    public static string SignedByAnother()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(
            new X500DistinguishedName(""), new PublicKey(key), HashAlgorithmName.SHA256);
        return PemEncoding.WriteString(
            "CERTIFICATE REQUEST", request.CreateSigningRequest(X509SignatureGenerator.CreateForECDsa(another)));
    }

    /// <summary>A request that carries an extension as it is.</summary>
    public static string WithExtension(string oid, byte[] value)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension(oid, value, critical: false));
        return request.CreateSigningRequestPem();
    }

    /// <summary>A subject alternative name that other builders would not write.</summary>
    public static byte[] RawUri(string uri)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
            writer.WriteCharacterString(UniversalTagNumber.IA5String, uri, new Asn1Tag(TagClass.ContextSpecific, 6));
        return writer.Encode();
    }

    private static string Build(CertificateRequest request, Action<SubjectAlternativeNameBuilder>? names)
    {
        if (names is not null)
        {
            var builder = new SubjectAlternativeNameBuilder();
            names(builder);
            request.CertificateExtensions.Add(builder.Build());
        }

        return request.CreateSigningRequestPem();
    }
}
