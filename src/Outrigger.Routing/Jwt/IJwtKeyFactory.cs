using System.Diagnostics.CodeAnalysis;

namespace Outrigger.Routing.Jwt;

/// <summary>
/// Makes public keys of their numbers. The proxy implements it with OpenSSL, because decisions do no
/// cryptography of their own.
/// </summary>
public interface IJwtKeyFactory
{
    /// <summary>Makes a key, and checks that it is one, and not a weak one.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="first">The modulus, the point's x, or the encoded point.</param>
    /// <param name="second">The exponent, the point's y, or nothing.</param>
    /// <param name="key">The key; null when it is refused.</param>
    /// <param name="mistake">Why it is refused; empty when it is not.</param>
    bool TryCreate(
        JwtKeyType type,
        ReadOnlySpan<byte> first,
        ReadOnlySpan<byte> second,
        [NotNullWhen(true)] out IJwtPublicKey? key,
        out string mistake);
}
