using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Outrigger.Identity.Issuing;

/// <summary>A certificate signing request whose signature by its own key was verified.</summary>
/// <param name="Key">The key that the certificate is for.</param>
/// <param name="KeyKind">The key's kind and size, such as <c>EC P-256</c> or <c>RSA 2048</c>.</param>
/// <param name="Uris">The URIs that it asks to be named by.</param>
/// <param name="HasOtherNames">Whether it asks for names that are no URIs.</param>
internal sealed record SigningRequest(
    PublicKey Key, string KeyKind, IReadOnlyList<string> Uris, bool HasOtherNames)
{
    /// <summary>The SHA-256 of the key's SubjectPublicKeyInfo in hexadecimal: names the key in logs.</summary>
    public string KeyHash { get; } = Convert.ToHexStringLower(SHA256.HashData(Key.ExportSubjectPublicKeyInfo()));
}
