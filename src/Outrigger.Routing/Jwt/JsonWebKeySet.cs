using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Jwt;

/// <summary>
/// An issuer's public keys (RFC 7517 section 5). Keys that are for something else, such as encryption, are left
/// out. A set is refused as a whole when it publishes a secret, or calls two keys by one name, because then
/// nobody can say what a signature by it is worth; tokens then fail. Immutable and safe for any thread.
/// </summary>
public sealed class JsonWebKeySet
{
    /// <summary>Keys that a set may have.</summary>
    public const int KeysMax = 64;

    /// <summary>
    /// Keys that are tried for one token. More than one fits only when keys or tokens have no names, and the
    /// time that a forged token may cost must be bounded.
    /// </summary>
    public const int TriedKeysMax = 8;

    private readonly JsonWebKey[] _keys;

    private JsonWebKeySet(JsonWebKey[] keys, string mistake, IReadOnlyList<string> leftOut)
    {
        _keys = keys;
        Mistake = mistake;
        LeftOut = leftOut;
    }

    /// <summary>The keys that can be used.</summary>
    public IReadOnlyList<JsonWebKey> Keys => _keys;

    /// <summary>Why the whole set is refused; empty when it is not.</summary>
    public string Mistake { get; }

    /// <summary>Which keys are left out, and why: one sentence for each.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>Reads a key set. Never fails: a set that is refused has no keys.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="factory">Makes the keys.</param>
    public static JsonWebKeySet Read(ReadOnlySpan<byte> json, IJwtKeyFactory factory)
    {
        if (!MetadataJson.TryParse(json, out MetadataValue? set) || set.Kind != MetadataKind.Struct)
        {
            return Refuse("Jwks is an invalid JSON");
        }

        if (set.Find("keys"u8) is not { } list)
        {
            return Refuse("Jwks does not have [keys] field");
        }

        if (list.Kind != MetadataKind.List)
        {
            return Refuse("[keys] in Jwks is not an array");
        }

        return list.Items.Length > KeysMax
            ? Refuse($"Jwks has {list.Items.Length} keys, expected at most {KeysMax}")
            : Read(list.Items, new JsonWebKeyReader(factory));
    }

    /// <summary>Verifies a token's signature by the key that it names, or by those that fit.</summary>
    /// <param name="signature">The token.</param>
    public JwtStatus Verify(JsonWebSignature signature)
    {
        if (_keys.Length == 0)
        {
            return JwtStatus.NoValidKeys;
        }

        int triedCount = 0;
        foreach (JsonWebKey key in _keys)
        {
            if (!key.IsFor(signature))
            {
                continue;
            }

            if (key.Verify(signature))
            {
                return JwtStatus.Ok;
            }

            if (++triedCount == TriedKeysMax)
            {
                break;
            }
        }

        return triedCount == 0 ? JwtStatus.KeyMismatch : JwtStatus.VerificationFails;
    }

    private static JsonWebKeySet Read(ReadOnlySpan<MetadataValue> items, JsonWebKeyReader reader)
    {
        var keys = new List<JsonWebKey>();
        var leftOut = new List<string>();
        for (int i = 0; i < items.Length; i++)
        {
            if (JsonWebKeyReader.HasSecret(items[i]))
            {
                return Refuse($"keys[{i}] holds a secret (a symmetric or private key), expected public keys only");
            }

            if (!reader.TryRead(items[i], out JsonWebKey? key, out string reason))
            {
                leftOut.Add($"keys[{i}] is left out: {reason}");
                continue;
            }

            if (key.KeyId.Length > 0 && keys.Exists(other => other.KeyId.SequenceEqual(key.KeyId)))
            {
                return Refuse($"keys[{i}] has the name (kid) of a key before it, expected unique names");
            }

            keys.Add(key);
        }

        return new([.. keys], "", leftOut);
    }

    private static JsonWebKeySet Refuse(string mistake) => new([], mistake, []);
}
