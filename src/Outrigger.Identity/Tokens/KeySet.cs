using Microsoft.IdentityModel.Tokens;

namespace Outrigger.Identity.Tokens;

/// <summary>Reads JSON Web Key Sets (RFC 7517).</summary>
internal static class KeySet
{
    /// <summary>A set is at most so large; a cluster has two or three keys.</summary>
    public const int LengthMax = 256 * 1024;

    /// <summary>
    /// The public keys for signatures of a set; null when it cannot be read. A key that is a shared secret is none:
    /// whoever knows the set could sign with it (RFC 8725, section 2.1).
    /// </summary>
    public static IReadOnlyList<SecurityKey>? TryRead(string json)
    {
        if (json.Length > LengthMax) return null;
        try
        {
            return
            [
                .. new JsonWebKeySet(json).Keys.Where(key =>
                    key.Kty is JsonWebAlgorithmsKeyTypes.EllipticCurve or JsonWebAlgorithmsKeyTypes.RSA
                    && key.Use is null or "sig"),
            ];
        }
        catch (ArgumentException)
        {
            // The library says in this way that the text is no JSON or no set.
            return null;
        }
    }
}
