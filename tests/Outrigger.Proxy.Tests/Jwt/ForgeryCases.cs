using System.Security.Cryptography;
using System.Text;
using Outrigger.Routing.Jwt;

namespace Outrigger.Proxy.Tests.Jwt;

/// <summary>Ways of making others believe a token that nobody signed: RFC 8725 section 2, and known holes.</summary>
internal static class ForgeryCases
{
    private const string Claims = """{"iss":"me","sub":"admin"}""";

    private static readonly TokenKey s_foreign = TokenKey.CreateRsa("RS256", "rsa");
    private static readonly TokenKey s_pss = TokenKey.CreateRsa("PS256", "rsa");

    public static TokenCase[] All { get; } =
    [
        // RFC 8725 section 2.1: weak signatures and insufficient validation.
        new("no algorithm", JwtStatus.AlgorithmNotSupported, () => Unsigned("none")),
        new("no algorithm, other letters", JwtStatus.AlgorithmNotSupported, () => Unsigned("nOnE")),
        new("no algorithm, in capitals", JwtStatus.AlgorithmNotSupported, () => Unsigned("NONE")),
        new("no algorithm, with a space", JwtStatus.AlgorithmNotSupported, () => Unsigned("none ")),
        new("an empty algorithm", JwtStatus.AlgorithmNotSupported, () => Unsigned("")),
        new("no algorithm, over a good signature", JwtStatus.AlgorithmNotSupported, () => TokenKey.Rs256.TokenOf("""{"alg":"none"}""", Claims)),
        new("the algorithm is missing", JwtStatus.HeaderBadAlgorithm, () => TokenKey.Rs256.TokenOf("""{"kid":"rsa"}""", Claims)),
        new("the algorithm is null", JwtStatus.HeaderBadAlgorithm, () => TokenKey.Rs256.TokenOf("""{"alg":null}""", Claims)),
        new("the algorithm is a list", JwtStatus.HeaderBadAlgorithm, () => TokenKey.Rs256.TokenOf("""{"alg":["RS256"]}""", Claims)),
        new("the algorithm in small letters", JwtStatus.AlgorithmNotSupported, () => TokenKey.Rs256.TokenOf("""{"alg":"rs256"}""", Claims)),
        new("an algorithm of encryption", JwtStatus.AlgorithmNotSupported, () => TokenKey.Rs256.TokenOf("""{"alg":"RSA-OAEP"}""", Claims)),
        new("SHA-1", JwtStatus.AlgorithmNotSupported, () => TokenKey.Rs256.TokenOf("""{"alg":"RS1"}""", Claims)),
        new("the modulus as a symmetric key", JwtStatus.AlgorithmNotSupported,
            () => Mac(Encoding.ASCII.GetBytes(TokenKey.Rs256.Parameters), "HS256")),
        new("the key set as a symmetric key", JwtStatus.AlgorithmNotSupported,
            () => Mac(Encoding.ASCII.GetBytes(TokenKey.Rs256.KeySet), "HS384")),
        new("the empty symmetric key", JwtStatus.AlgorithmNotSupported, () => Mac([], "HS512")),
        new("RSA claimed to be ECDSA", JwtStatus.KeyMismatch, () => TokenKey.Rs256.TokenOf("""{"alg":"ES256","kid":"rsa"}""", Claims)),
        new("ECDSA claimed to be RSA", JwtStatus.KeyMismatch, () => TokenKey.Es256.TokenOf("""{"alg":"RS256","kid":"ec"}""", Claims)),
        new("a shorter hash than was signed", JwtStatus.VerificationFails, () => TokenKey.Rs256.TokenOf("""{"alg":"RS512","kid":"rsa"}""", Claims)),
        new("PSS claimed to be PKCS #1", JwtStatus.VerificationFails, () => s_pss.TokenOf("""{"alg":"RS256"}""", Claims)) { KeySet = () => s_pss.KeySet },
        new("another algorithm than the key's", JwtStatus.KeyMismatch, () => TokenKey.Rs256.Token(Claims))
        {
            KeySet = () => TokenKey.SetOf($$"""{{{TokenKey.Rs256.Parameters}},"alg":"PS256"}"""),
        },
        new("a key of the same name that somebody else made", JwtStatus.VerificationFails, () => s_foreign.Token(Claims)),
        new("the signature of another token", JwtStatus.VerificationFails, () => Exchanged()),
        new("a signature in DER", JwtStatus.VerificationFails, () => Der()),
        new("r and s are zero", JwtStatus.VerificationFails, () => EcdsaOf(new byte[64])),
        new("r and s are one", JwtStatus.VerificationFails, () => EcdsaOf(Numbers(1, 1))),
        new("r is zero, s is one", JwtStatus.VerificationFails, () => EcdsaOf(Numbers(0, 1))),
        new("all bits of r and s", JwtStatus.VerificationFails, () => EcdsaOf([.. Enumerable.Repeat((byte)0xFF, 64)])),
        new("an RSA signature that is zero", JwtStatus.VerificationFails, () => RsaOf(new byte[256])),
        new("an RSA signature that is one", JwtStatus.VerificationFails, () => RsaOf([.. new byte[255], 1])),
        new("an RSA signature with a zero before it", JwtStatus.VerificationFails, () => Prefixed()),

        // Sections 2.6 and 3.5 and RFC 7515 section 4: keys and addresses in the header are the forger's own.
        new("a key in the header", JwtStatus.VerificationFails, () => s_foreign.TokenOf($$"""{"alg":"RS256","jwk":{{s_foreign.Jwk}}}""", Claims)),
        new("an address of keys", JwtStatus.VerificationFails, () => s_foreign.TokenOf("""{"alg":"RS256","jku":"https://evil.example/keys"}""", Claims)),
        new("a certificate in the header", JwtStatus.VerificationFails, () => s_foreign.TokenOf("""{"alg":"RS256","x5c":["MIIB"],"x5u":"https://evil.example"}""", Claims)),
        new("a name that is a path", JwtStatus.KeyMismatch, () => s_foreign.TokenOf("""{"alg":"RS256","kid":"../../dev/null"}""", Claims)),
        new("a name that is a query", JwtStatus.KeyMismatch, () => s_foreign.TokenOf("""{"alg":"RS256","kid":"' UNION SELECT 'x"}""", Claims)),
        new("a name with a zero in it", JwtStatus.KeyMismatch, () => TokenKey.Rs256.TokenOf("""{"alg":"RS256","kid":"rsa\u0000"}""", Claims)),
        new("a name that is a number", JwtStatus.HeaderBadKeyId, () => TokenKey.Rs256.TokenOf("""{"alg":"RS256","kid":1}""", Claims)),

        // Section 2.4: two readers of the same JSON.
        new("the algorithm twice", JwtStatus.HeaderBadJson, () => TokenKey.Rs256.TokenOf("""{"alg":"RS256","alg":"none"}""", Claims)),
        new("the algorithm twice, once escaped", JwtStatus.HeaderBadJson, () => TokenKey.Rs256.TokenOf("""{"alg":"RS256","\u0061lg":"none"}""", Claims)),
        new("a claim twice", JwtStatus.PayloadBadJson, () => TokenKey.Rs256.TokenOf("""{"alg":"RS256"}""", """{"iss":"me","sub":"a","sub":"admin"}""")),
        new("a nested claim twice", JwtStatus.PayloadBadJson, () => TokenKey.Rs256.TokenOf("""{"alg":"RS256"}""", """{"iss":"me","r":{"a":1,"a":2}}""")),

        // Extensions that change what is signed (RFC 7515 section 4.1.11, RFC 7797), and compression.
        new("an extension that must be understood", JwtStatus.HeaderCritical, () => TokenKey.Rs256.TokenOf("""{"alg":"RS256","crit":["exp"],"exp":1}""", Claims)),
        new("an empty list of extensions", JwtStatus.HeaderCritical, () => TokenKey.Rs256.TokenOf("""{"alg":"RS256","crit":[]}""", Claims)),
        new("a payload that is not encoded", JwtStatus.HeaderCritical, () => TokenKey.Rs256.SignParts(TokenKey.Encode("""{"alg":"RS256","b64":false}"""), "e30")),
        new("a nested token", JwtStatus.PayloadBadJson, () => TokenKey.Rs256.TokenOf("""{"alg":"RS256","cty":"JWT"}""", TokenKey.Rs256.Token(Claims))),
    ];

    private static string Unsigned(string algorithm) =>
        $"{TokenKey.Encode($$"""{"alg":"{{algorithm}}"}""")}.{TokenKey.Encode(Claims)}.";

    private static string Mac(byte[] key, string algorithm)
    {
        string signed = $"{TokenKey.Encode($$"""{"alg":"{{algorithm}}"}""")}.{TokenKey.Encode(Claims)}";
        byte[] data = Encoding.ASCII.GetBytes(signed);
        byte[] mac = algorithm switch
        {
            "HS256" => HMACSHA256.HashData(key, data),
            "HS384" => HMACSHA384.HashData(key, data),
            _ => HMACSHA512.HashData(key, data),
        };
        return $"{signed}.{TokenKey.Encode(mac)}";
    }

    private static string Exchanged()
    {
        string good = TokenKey.Rs256.Token("""{"iss":"me","sub":"user"}""");
        string wanted = TokenKey.Rs256.Token(Claims);
        return wanted[..wanted.LastIndexOf('.')] + good[good.LastIndexOf('.')..];
    }

    private static string Der()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return EcdsaOf(key.SignData("x"u8.ToArray(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    private static string EcdsaOf(byte[] signature) =>
        $"{TokenKey.Encode("""{"alg":"ES256"}""")}.{TokenKey.Encode(Claims)}.{TokenKey.Encode(signature)}";

    private static string RsaOf(byte[] signature) =>
        $"{TokenKey.Encode("""{"alg":"RS256"}""")}.{TokenKey.Encode(Claims)}.{TokenKey.Encode(signature)}";

    private static string Prefixed()
    {
        string signed = $"{TokenKey.Encode("""{"alg":"RS256"}""")}.{TokenKey.Encode(Claims)}";
        return $"{signed}.{TokenKey.Encode([0, .. TokenKey.Rs256.Sign(signed)])}";
    }

    private static byte[] Numbers(byte first, byte second)
    {
        var numbers = new byte[64];
        numbers[31] = first;
        numbers[63] = second;
        return numbers;
    }
}
