using System.Diagnostics.CodeAnalysis;
using System.Text;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Jwt;

/// <summary>Reads one key of a key set, and says why it cannot be used.</summary>
/// <param name="factory">Makes the keys.</param>
internal sealed class JsonWebKeyReader(IJwtKeyFactory factory)
{
    /// <summary>Whether the key has a secret in it: such a key set must not be trusted by anybody.</summary>
    internal static bool HasSecret(MetadataValue key) =>
        IsText(key.Find("kty"u8), "oct"u8) || key.Find("k"u8) is not null || key.Find("d"u8) is not null;

    /// <summary>Reads a key.</summary>
    /// <param name="members">The members of the JSON object.</param>
    /// <param name="key">The key; null when it cannot be used for signatures of tokens.</param>
    /// <param name="reason">Why it cannot.</param>
    internal bool TryRead(MetadataValue members, [NotNullWhen(true)] out JsonWebKey? key, out string reason)
    {
        key = null;
        reason = ReasonAgainstUse(members);
        if (reason.Length > 0)
        {
            return false;
        }

        if (!TryReadType(members, out JwtKeyType type))
        {
            reason = $"its type ({Show(members, "kty"u8)} {Show(members, "crv"u8)}) is not supported";
            return false;
        }

        if (!TryReadAlgorithm(members, type, out JwtAlgorithm? algorithm))
        {
            reason = $"its algorithm {Show(members, "alg"u8)} is not one of its type";
            return false;
        }

        bool isRsa = type == JwtKeyType.Rsa;
        bool hasSecond = type <= JwtKeyType.P521;
        byte[] second = [];
        if (!TryReadBytes(members, isRsa ? "n"u8 : "x"u8, out byte[]? first)
            || (hasSecond && !TryReadBytes(members, isRsa ? "e"u8 : "y"u8, out second!)))
        {
            reason = "its numbers are missing or not base64url";
            return false;
        }

        if (!factory.TryCreate(type, first, second, out IJwtPublicKey? publicKey, out reason))
        {
            return false;
        }

        byte[] keyId = members.Find("kid"u8) is { } name ? name.Utf8.ToArray() : [];
        key = new JsonWebKey(keyId, type, algorithm, publicKey);
        return true;
    }

    private static string ReasonAgainstUse(MetadataValue members)
    {
        if (members.Kind != MetadataKind.Struct)
        {
            return "it is not an object";
        }

        if (members.Find("kid"u8) is { Kind: not MetadataKind.Text })
        {
            return "its name (kid) is not a string";
        }

        if (members.Find("use"u8) is { } use && !IsText(use, "sig"u8))
        {
            return "it is not for signatures (use)";
        }

        if (members.Find("key_ops"u8) is not { } operations)
        {
            return "";
        }

        foreach (MetadataValue operation in operations.Items)
        {
            if (IsText(operation, "verify"u8))
            {
                return "";
            }
        }

        return "it is not for verifying (key_ops)";
    }

    private static bool TryReadType(MetadataValue members, out JwtKeyType type)
    {
        type = JwtKeyType.Rsa;
        MetadataValue? kind = members.Find("kty"u8);
        if (IsText(kind, "RSA"u8))
        {
            return true;
        }

        MetadataValue? curve = members.Find("crv"u8);
        if (IsText(kind, "EC"u8))
        {
            type = IsText(curve, "P-256"u8) ? JwtKeyType.P256
                : IsText(curve, "P-384"u8) ? JwtKeyType.P384 : JwtKeyType.P521;
            return type != JwtKeyType.P521 || IsText(curve, "P-521"u8);
        }

        type = IsText(curve, "Ed25519"u8) ? JwtKeyType.Ed25519 : JwtKeyType.Ed448;
        return IsText(kind, "OKP"u8) && (type == JwtKeyType.Ed25519 || IsText(curve, "Ed448"u8));
    }

    private static bool TryReadAlgorithm(MetadataValue members, JwtKeyType type, out JwtAlgorithm? algorithm)
    {
        algorithm = null;
        if (members.Find("alg"u8) is not { } name)
        {
            return true;
        }

        if (!JwtAlgorithmNames.TryParse(name.Utf8, out JwtAlgorithm read) || !JsonWebKey.Fits(type, read))
        {
            return false;
        }

        algorithm = read;
        return true;
    }

    private static bool TryReadBytes(
        MetadataValue members, ReadOnlySpan<byte> name, [NotNullWhen(true)] out byte[]? value)
    {
        value = null;
        return members.Find(name) is { Kind: MetadataKind.Text } text && !text.Utf8.IsEmpty
            && Base64UrlText.TryDecode(text.Utf8, out value);
    }

    private static bool IsText(MetadataValue? value, ReadOnlySpan<byte> text) =>
        value is { Kind: MetadataKind.Text } && value.Utf8.SequenceEqual(text);

    private static string Show(MetadataValue members, ReadOnlySpan<byte> name) =>
        members.Find(name) is { Kind: MetadataKind.Text } text ? Encoding.UTF8.GetString(text.Utf8) : "none";
}
