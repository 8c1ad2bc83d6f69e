using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Outrigger.Proxy.Http.Filters.Jwt;
using Outrigger.Routing.Jwt;
using Outrigger.Routing.MetadataValues;
using Outrigger.Testing.Corpora;

namespace Outrigger.Fuzz.Tokens;

/// <summary>
/// Tokens, key sets and the places where tokens are. What is read of a token has one spelling, no token is good by
/// keys that never are, and a token that is taken out of a request is nowhere in it any more. The first byte says
/// what the others are.
/// </summary>
internal sealed class JwtTarget : FuzzTarget
{
    private static readonly byte[] s_name = "token"u8.ToArray();

    public override string Name => "jwt";

    public override IReadOnlyList<byte[]> Words => Latin1(
        ".", "..", "=", "eyJhbGciOiJub25lIn0", "eyJhbGciOiJSUzI1NiJ9", "\"alg\":", "\"none\"", "\"RS256\"", "\"kid\":", "\"crit\":[]",
        "\"b64\":false", "\"exp\":", "\"aud\":[", "1e400", "-1", "\\ud800", "\\u0061lg", "{", "}", "[", "]", "null", "token=",
        "tok%65n=",
        "&", "#", "%", "\"keys\":[", "\"kty\":\"RSA\"", "\"kty\":\"oct\"", "\"n\":\"AQAB\"", "\"e\":\"AQAB\"", "\"use\":\"enc\"",
        "; ", ";");

    public override IEnumerable<byte[]> PublishedSeeds()
    {
        if (SharedData.Find("corpora/jose") is not { } folder)
            yield break;
        byte[] vectors = File.ReadAllBytes(Path.Combine(folder, "json_web_signature_test.json"));
        using JsonDocument document = JsonDocument.Parse(vectors);
        foreach (JsonElement group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
                yield return [0, .. Encoding.UTF8.GetBytes(test.GetProperty("jws").ToString())];
        }
    }

    public override void Run(byte[] input)
    {
        if (input.Length == 0)
            return;
        ReadOnlySpan<byte> rest = input.AsSpan(1);
        switch (input[0] % 4)
        {
            case 0:
                ReadToken(rest);
                break;
            case 1:
                ReadKeys(rest);
                break;
            case 2:
                RemoveParameter(rest);
                break;
            default:
                RemoveCookie(rest);
                break;
        }
    }

    private static void ReadToken(ReadOnlySpan<byte> token)
    {
        JwtStatus status = JsonWebSignature.TryParse(token, out JsonWebSignature? signature);
        Invariant.Holds(status == JwtStatus.Ok == signature is not null);
        if (signature is null)
            return;
        Invariant.Holds(signature.Token.SequenceEqual(token));
        string again = Base64Url.EncodeToString(signature.Payload);
        Invariant.Same(again, Encoding.Latin1.GetString(signature.EncodedPayload), "the payload, written again,");
        Invariant.Holds(token.StartsWith(signature.SignedData));
        Invariant.Holds(signature.Header.Find("alg"u8) is { Kind: MetadataKind.Text });
        Invariant.Holds(signature.Header.Find("crit"u8) is null);
        JwtStatus read = JwtClaims.TryRead(signature.Payload, out JwtClaims? claims);
        Invariant.Holds(read == JwtStatus.Ok == claims is not null);
        if (claims is not null)
            Invariant.Holds(JwtPayload.Normalize(claims.All, ["scope"]).Members.Length == claims.All.Members.Length);
        foreach (string keys in Keys)
        {
            JsonWebKeySet set = JsonWebKeySet.Read(Encoding.ASCII.GetBytes(keys), NeverGood.Factory);
            Invariant.Holds(set.Keys.Count == 1);
            Invariant.Holds(set.Verify(signature) is JwtStatus.VerificationFails or JwtStatus.KeyMismatch);
        }
    }

    private static IReadOnlyList<string> Keys { get; } =
    [
        """{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}""",
        """{"keys":[{"kty":"EC","crv":"P-256","x":"AQAB","y":"AQAB"}]}""",
        """{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AQAB"}]}""",
    ];

    private static void ReadKeys(ReadOnlySpan<byte> json)
    {
        JsonWebKeySet set = JsonWebKeySet.Read(json, NeverGood.Factory);
        Invariant.Holds(set.Keys.Count <= JsonWebKeySet.KeysMax);
        Invariant.Holds(set.Mistake.Length == 0 || set.Keys.Count == 0);
    }

    private static void RemoveParameter(ReadOnlySpan<byte> path)
    {
        byte[] written = new byte[path.Length];
        ReadOnlySpan<byte> left = written.AsSpan(0, QueryText.WriteWithout(path, s_name, written));
        ReadOnlySpan<byte> query = QueryText.QueryOf(left);
        while (QueryText.TryTakeParameter(ref query, out ReadOnlySpan<byte> name, out _))
            Invariant.Holds(!QueryText.IsDecoded(name, s_name));
    }

    private static void RemoveCookie(ReadOnlySpan<byte> cookies)
    {
        byte[] written = new byte[cookies.Length];
        ReadOnlySpan<byte> left = written.AsSpan(0, CookieText.WriteWithout(cookies, s_name, written));
        while (CookieText.TryTake(ref left, out ReadOnlySpan<byte> name, out _))
            Invariant.Holds(!name.SequenceEqual(s_name));
    }

    /// <summary>A key that no signature is of.</summary>
    private sealed class NeverGood : IJwtPublicKey, IJwtKeyFactory
    {
        public static NeverGood Factory { get; } = new();

        public bool Verify(JwtAlgorithm algorithm, ReadOnlySpan<byte> signedData, ReadOnlySpan<byte> signature) => false;

        public bool TryCreate(
            JwtKeyType type,
            ReadOnlySpan<byte> first,
            ReadOnlySpan<byte> second,
            [NotNullWhen(true)] out IJwtPublicKey? key,
            out string mistake)
        {
            key = this;
            mistake = "";
            return true;
        }
    }
}
