using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Outrigger.Identity.Registration;

namespace Outrigger.Identity.Issuing;

/// <summary>
/// Reads certificate signing requests (PKCS #10, RFC 2986) from anybody. The key is looked at before its signature is
/// checked, because a sender could choose one that costs much.
/// </summary>
internal static class SigningRequestReader
{
    /// <summary>A request is at most so long as PEM, in characters.</summary>
    public const int LengthMax = 16 * 1024;

    private const string Label = "CERTIFICATE REQUEST";

    /// <summary>The label of older tools (RFC 7468, section 7).</summary>
    private const string LabelOfOld = "NEW CERTIFICATE REQUEST";

    /// <summary>Reads a request.</summary>
    /// <param name="pem">The request as PEM.</param>
    /// <param name="request">The request, if it is one.</param>
    /// <param name="refusal">What is wrong otherwise.</param>
    public static bool TryRead(
        string pem,
        [NotNullWhen(true)] out SigningRequest? request,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        request = null;
        refusal = pem.Length > LengthMax
            ? new Refusal(
                RefusalReason.RequestOversized,
                $"the signing request has {pem.Length} characters; at most {LengthMax} are read")
            : Read(pem, out request);
        return refusal is null;
    }

    private static Refusal? Read(string pem, out SigningRequest? request)
    {
        request = null;
        if (DerOf(pem) is not { } der)
            return Malformed($"expected one PEM block 'BEGIN {Label}' and nothing beside it");
        try
        {
            var unverified = Load(der, CertificateRequestLoadOptions.SkipSignatureValidation);
            if (!PublicKeys.IsAccepted(unverified.PublicKey, out var kind, out var problem))
                return new Refusal(RefusalReason.RequestKey, $"the key is not accepted: {problem}");
            var uris = NamesOf(unverified, out var hasOthers);
            request = new SigningRequest(unverified.PublicKey, kind, uris, hasOthers);
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException)
        {
            return Malformed("it is no certificate signing request (PKCS #10)");
        }

        return IsSignedByItsKey(der)
            ? null
            : new Refusal(RefusalReason.RequestSignature, "the signing request is not signed by its own key");
    }

    private static Refusal Malformed(string problem) =>
        new(RefusalReason.RequestMalformed, $"the signing request cannot be read: {problem}");

    private static byte[]? DerOf(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields)) return null;
        var (start, length) = fields.Location.GetOffsetAndLength(pem.Length);
        if (!string.IsNullOrWhiteSpace(pem[..start]) || !string.IsNullOrWhiteSpace(pem[(start + length)..]))
            return null;
        if (pem[fields.Label] is not (Label or LabelOfOld)) return null;
        var der = new byte[fields.DecodedDataLength];
        return Convert.TryFromBase64String(pem[fields.Base64Data], der, out _) ? der : null;
    }

    private static bool IsSignedByItsKey(byte[] der)
    {
        try
        {
            Load(der, CertificateRequestLoadOptions.Default);
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or NotSupportedException)
        {
            return false;
        }
    }

    private static CertificateRequest Load(byte[] der, CertificateRequestLoadOptions options) =>
        CertificateRequest.LoadSigningRequest(
            der, HashAlgorithmName.SHA256, options | CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions,
            RSASignaturePadding.Pkcs1);

    private static List<string> NamesOf(CertificateRequest request, out bool hasOthers)
    {
        hasOthers = false;
        List<string> uris = [];
        foreach (var extension in request.CertificateExtensions)
        {
            if (extension.Oid?.Value != SubjectNames.Oid) continue;
            uris.AddRange(SubjectNames.UrisOf(extension.RawData, out var others));
            hasOthers |= others;
        }

        return uris;
    }
}
