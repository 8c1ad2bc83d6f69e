using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Outrigger.Identity.Issuing;

/// <summary>Which public keys are accepted: P-256, P-384, and RSA of 2048 to 4096 bits.</summary>
internal static class PublicKeys
{
    private const string RsaOid = "1.2.840.113549.1.1.1";
    private const string EcOid = "1.2.840.10045.2.1";

    private const int RsaBitsMin = 2048;
    private const int RsaBitsMax = 4096;

    /// <summary>
    /// The cost of checking an RSA signature rises with the exponent, which the sender chooses; honest ones are 65537.
    /// </summary>
    private const int RsaExponentBytesMax = 4;

    private static readonly Dictionary<string, string> Curves = new()
    {
        ["1.2.840.10045.3.1.7"] = "P-256",
        ["1.3.132.0.34"] = "P-384",
    };

    /// <summary>Kind and size of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="kind">Such as <c>EC P-256</c>, if it is accepted.</param>
    /// <param name="problem">What is wrong with it otherwise.</param>
    /// <exception cref="CryptographicException">The key cannot be read.</exception>
    public static bool IsAccepted(PublicKey key, out string kind, out string problem)
    {
        (kind, problem) = key.Oid.Value switch
        {
            RsaOid => Rsa(key),
            EcOid => Ec(key),
            _ => ("", "expected an elliptic curve key on P-256 or P-384, or an RSA key"),
        };
        return problem.Length == 0;
    }

    private static (string Kind, string Problem) Rsa(PublicKey key)
    {
        using var rsa = key.GetRSAPublicKey();
        if (rsa is null || rsa.KeySize is < RsaBitsMin or > RsaBitsMax)
            return ("", $"an RSA key has {RsaBitsMin} to {RsaBitsMax} bits, this one has {rsa?.KeySize ?? 0}");
        return rsa.ExportParameters(false).Exponent!.Length > RsaExponentBytesMax
            ? ("", "the RSA key's public exponent is larger than any that is used")
            : ($"RSA {rsa.KeySize}", "");
    }

    private static (string Kind, string Problem) Ec(PublicKey key)
    {
        var parameters = new AsnReader(key.EncodedParameters?.RawData ?? [], AsnEncodingRules.DER);
        return parameters.PeekTag() == Asn1Tag.ObjectIdentifier
            && Curves.TryGetValue(parameters.ReadObjectIdentifier(), out var curve)
            ? ($"EC {curve}", "")
            : ("", "the elliptic curve is neither P-256 nor P-384");
    }
}
