using System.Security.Cryptography;
using Outrigger.Routing.Jwt;

namespace Outrigger.Proxy.Tests.Jwt;

/// <summary>Key sets as issuers publish them, well and badly.</summary>
internal static class KeySetCases
{
    private const string Claims = """{"iss":"me"}""";
    private const string Secret = """{"kty":"oct","kid":"s","k":"AAECAwQFBgcICQoLDA0ODw"}""";

    private static readonly TokenKey s_other = TokenKey.CreateRsa("RS256", "other");

    private static readonly TokenKey s_p384 =
        TokenKey.CreateEcdsa("ES384", "p384", ECCurve.NamedCurves.nistP384, "P-384");

    public static TokenCase[] All { get; } =
    [
        Case("one key without a name", JwtStatus.Ok, () => TokenKey.SetOf(Rsa(""))),
        Case("a key for signatures", JwtStatus.Ok, () => TokenKey.SetOf(Rsa(""" ,"use":"sig","alg":"RS256","kid":"rsa" """))),
        Case("a key for verifying", JwtStatus.Ok, () => TokenKey.SetOf(Rsa(""" ,"key_ops":["sign","verify"] """))),
        Case("keys for other things beside it", JwtStatus.Ok, () => TokenKey.SetOf("""{"kty":"LMS"}""", Rsa(""" ,"use":"enc","kid":"rsa" """), TokenKey.Rs256.Jwk)),
        Case("unknown members", JwtStatus.Ok, () => TokenKey.SetOf(Rsa(""" ,"x5t":"abc","ext":true """))),
        Case("a key for encryption", JwtStatus.NoValidKeys, () => TokenKey.SetOf(Rsa(""" ,"use":"enc" """))),
        Case("a key for encrypting", JwtStatus.NoValidKeys, () => TokenKey.SetOf(Rsa(""" ,"key_ops":["encrypt"] """))),
        Case("a key for nothing", JwtStatus.NoValidKeys, () => TokenKey.SetOf(Rsa(""" ,"key_ops":[] """))),
        Case("a key of another algorithm's type", JwtStatus.NoValidKeys, () => TokenKey.SetOf(Rsa(""" ,"alg":"ES256" """))),
        Case("a key of no algorithm", JwtStatus.NoValidKeys, () => TokenKey.SetOf(Rsa(""" ,"alg":"none" """))),
        Case("a key of a symmetric algorithm", JwtStatus.NoValidKeys, () => TokenKey.SetOf(Rsa(""" ,"alg":"HS256" """))),
        Case("a name that is no string", JwtStatus.NoValidKeys, () => TokenKey.SetOf(Rsa(""" ,"kid":["rsa"] """))),
        Case("other names", JwtStatus.KeyMismatch, () => TokenKey.SetOf(Rsa(""" ,"kid":"old" """))),
        Case("no keys", JwtStatus.NoValidKeys, () => """{"keys":[]}"""),
        Case("no list of keys", JwtStatus.NoValidKeys, () => TokenKey.Rs256.Jwk),
        Case("no JSON", JwtStatus.NoValidKeys, () => "<html>"),
        Case("nothing at all", JwtStatus.NoValidKeys, () => ""),
        Case("two lists of keys", JwtStatus.NoValidKeys, () => $$"""{"keys":[{{TokenKey.Rs256.Jwk}}],"keys":[]}"""),
        Case("two keys of one name", JwtStatus.NoValidKeys, () => TokenKey.SetOf(TokenKey.Rs256.Jwk, TokenKey.Rs256.Jwk)),
        Case("more keys than are looked at", JwtStatus.NoValidKeys, () => TokenKey.SetOf([.. Enumerable.Repeat(Rsa(""), 65)])),
        Case("a symmetric key beside it", JwtStatus.NoValidKeys, () => TokenKey.SetOf(TokenKey.Rs256.Jwk, Secret)),
        Case("a private key", JwtStatus.NoValidKeys, () => TokenKey.SetOf(Rsa(""" ,"d":"AQAB" """))),
        Case("an RSA key of 1024 bits", JwtStatus.NoValidKeys, () => TokenKey.CreateRsa("RS256", "rsa", 1024).KeySet),
        Case("the exponent one", JwtStatus.NoValidKeys, () => Exponent("AQ")),
        Case("an even exponent", JwtStatus.NoValidKeys, () => Exponent("AQAA")),
        Case("an exponent without end", JwtStatus.NoValidKeys, () => Exponent("AQAAAAAAAAAAAAAAAQ")),
        Case("a modulus that is even", JwtStatus.NoValidKeys, () => Modulus([0xC0, .. new byte[255]])),
        Case("a modulus that is prime to nothing", JwtStatus.NoValidKeys, () => Modulus([.. Enumerable.Repeat((byte)0xFF, 256)])),
        Case("a modulus too large", JwtStatus.NoValidKeys, () => Modulus([.. Enumerable.Repeat((byte)0xFF, 1025)])),
        Case("no modulus", JwtStatus.NoValidKeys, () => TokenKey.SetOf("""{"kty":"RSA","e":"AQAB"}""")),
        Case("a point that is on no curve", JwtStatus.NoValidKeys, () => Point(new byte[32], new byte[32])),
        Case("a point at infinity", JwtStatus.NoValidKeys, () => Point([], [])),
        Case("a point with short coordinates", JwtStatus.NoValidKeys, () => Point(new byte[31], new byte[31])),
        Case("a point of another curve", JwtStatus.NoValidKeys, () => s_p384.KeySet.Replace("P-384", "P-256", StringComparison.Ordinal)),
        Case("a curve that is not used for tokens", JwtStatus.NoValidKeys, () => TokenKey.SetOf("""{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}""")),
        Case("an agreement key of X25519", JwtStatus.NoValidKeys, () => TokenKey.SetOf("""{"kty":"OKP","crv":"X25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""")),
        Case("an Ed25519 key of 31 bytes", JwtStatus.NoValidKeys, () => TokenKey.SetOf("""{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUQ"}""")),
        new("P-384 with its own algorithm", JwtStatus.Ok, () => s_p384.Token(Claims)) { KeySet = () => s_p384.KeySet },
        new("the ninth of keys without names", JwtStatus.VerificationFails, () => TokenKey.Rs256.Token(Claims))
        {
            KeySet = () => TokenKey.SetOf(
                [.. Enumerable.Repeat($$"""{{{s_other.Parameters}}}""", JsonWebKeySet.TriedKeysMax), Rsa("")]),
        },
    ];

    private static TokenCase Case(string name, JwtStatus expected, Func<string> keySet) =>
        new(name, expected, () => TokenKey.Rs256.Token(Claims)) { KeySet = keySet };

    private static string Rsa(string furtherMembers) => $$"""{{{TokenKey.Rs256.Parameters}}{{furtherMembers}}}""";

    private static string Exponent(string exponent) => TokenKey.SetOf(
        Rsa("").Replace("\"e\":\"AQAB\"", $"\"e\":\"{exponent}\"", StringComparison.Ordinal));

    private static string Modulus(byte[] modulus) =>
        TokenKey.SetOf($$"""{"kty":"RSA","n":"{{TokenKey.Encode(modulus)}}","e":"AQAB"}""");

    private static string Point(byte[] x, byte[] y) => TokenKey.SetOf(
        $$"""{"kty":"EC","crv":"P-256","x":"{{TokenKey.Encode(x)}}","y":"{{TokenKey.Encode(y)}}"}""");
}
