using System.Diagnostics.CodeAnalysis;
using Outrigger.Net.Signatures;
using Outrigger.Net.Tls;
using Outrigger.Routing.Jwt;

namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>
/// Makes the keys of issuers with OpenSSL, which the proxy uses for TLS anyhow. Microsoft.IdentityModel has no
/// EdDSA, and it and System.Security.Cryptography would add megabytes to the native program.
/// </summary>
internal sealed class OpenSslKeyFactory : IJwtKeyFactory
{
    private OpenSslKeyFactory()
    {
    }

    /// <summary>The only one.</summary>
    public static OpenSslKeyFactory Instance { get; } = new();

    /// <inheritdoc/>
    public bool TryCreate(
        JwtKeyType type,
        ReadOnlySpan<byte> first,
        ReadOnlySpan<byte> second,
        [NotNullWhen(true)] out IJwtPublicKey? key,
        out string mistake)
    {
        try
        {
            key = new OpenSslPublicKey(Create(type, first, second), type);
            mistake = "";
            return true;
        }
        catch (Exception refusal) when (refusal is PublicKeyException or TlsConfigurationException)
        {
            key = null;
            mistake = refusal.Message;
            return false;
        }
    }

    private static PublicKey Create(JwtKeyType type, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        type switch
        {
            JwtKeyType.Rsa => PublicKey.CreateRsa(first, second),
            JwtKeyType.P256 => PublicKey.CreateEllipticCurve(KeyCurve.P256, first, second),
            JwtKeyType.P384 => PublicKey.CreateEllipticCurve(KeyCurve.P384, first, second),
            JwtKeyType.P521 => PublicKey.CreateEllipticCurve(KeyCurve.P521, first, second),
            JwtKeyType.Ed25519 => PublicKey.CreateEdwards(KeyCurve.Ed25519, first),
            _ => PublicKey.CreateEdwards(KeyCurve.Ed448, first),
        };
}
