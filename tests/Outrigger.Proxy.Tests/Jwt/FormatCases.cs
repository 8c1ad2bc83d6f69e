using Outrigger.Routing.Jwt;

namespace Outrigger.Proxy.Tests.Jwt;

/// <summary>How tokens are written.</summary>
internal static class FormatCases
{
    private const string Claims = """{"iss":"me"}""";
    private const string Header = """{"alg":"RS256","kid":"rsa"}""";

    public static TokenCase[] All { get; } =
    [
        new("a token of RSA", JwtStatus.Ok, () => Good),
        new("a token of ECDSA", JwtStatus.Ok, () => TokenKey.Es256.Token(Claims)),
        new("white space in the JSON", JwtStatus.Ok, () => Signed(" { \"alg\" : \"RS256\" }\n", "\t{\"iss\":\"me\"} ")),
        new("other members in the header", JwtStatus.Ok, () => Signed("""{"typ":"JWT","cty":"x","alg":"RS256"}""", Claims)),
        new("claims of all kinds", JwtStatus.Ok, () => Signed(Header, """{"iss":"me","a":[1,{"b":null}],"c":true,"d":-1.5e3}""")),
        new("nothing", JwtStatus.BadFormat, () => ""),
        new("one part", JwtStatus.BadFormat, () => "abc"),
        new("two parts", JwtStatus.BadFormat, () => Good[..Good.LastIndexOf('.')]),
        new("four parts", JwtStatus.BadFormat, () => Good + ".x"),
        new("an empty fourth part", JwtStatus.BadFormat, () => Good + "."),
        new("five parts, as of an encrypted token", JwtStatus.BadFormat, () => "e30.e30.e30.e30.e30"),
        new("only dots", JwtStatus.HeaderBadJson, () => ".."),
        new("the JSON serialization", JwtStatus.BadFormat, () => """{"payload":"e30","protected":"e30","signature":"AA"}"""),
        new("no header", JwtStatus.HeaderBadJson, () => Good[Good.IndexOf('.')..]),
        new("no payload", JwtStatus.PayloadBadJson, () => TokenKey.Rs256.SignParts(TokenKey.Encode(Header), "")),
        new("no signature", JwtStatus.VerificationFails, () => Good[..(Good.LastIndexOf('.') + 1)]),
        new("padding in the header", JwtStatus.HeaderBadBase64,
            () => TokenKey.Rs256.SignParts(TokenKey.Encode(Header) + "=", TokenKey.Encode(Claims))),
        new("padding in the payload", JwtStatus.PayloadBadBase64, () => TokenKey.Rs256.SignParts(TokenKey.Encode(Header), TokenKey.Encode("""{"iss":"me" }""") + "==")),
        new("padding in the signature", JwtStatus.SignatureBadBase64, () => Good + "=="),
        new("a line feed behind it", JwtStatus.SignatureBadBase64, () => Good + "\n"),
        new("a space in the payload", JwtStatus.PayloadBadBase64, () => TokenKey.Rs256.SignParts(TokenKey.Encode(Header), "e30 ")),
        new("plain base64", JwtStatus.PayloadBadBase64, () => TokenKey.Rs256.SignParts(TokenKey.Encode(Header), "e30+")),
        new("a slash", JwtStatus.PayloadBadBase64, () => TokenKey.Rs256.SignParts(TokenKey.Encode(Header), "e30/")),
        new("a percent sign", JwtStatus.PayloadBadBase64, () => TokenKey.Rs256.SignParts(TokenKey.Encode(Header), "e30%")),
        new("a lone character at the end", JwtStatus.PayloadBadBase64, () => TokenKey.Rs256.SignParts(TokenKey.Encode(Header), "e30ae")),
        new("bits behind the last byte", JwtStatus.SignatureBadBase64, () => Good[..^1] + (Good[^1] == 'A' ? 'B' : NextOf(Good[^1]))),
        new("bytes outside of ASCII", JwtStatus.HeaderBadBase64, () => "é" + Good),
        new("a header that is an array", JwtStatus.HeaderBadJson, () => Signed("[]", Claims)),
        new("a header that is no JSON", JwtStatus.HeaderBadJson, () => Signed("{alg:RS256}", Claims)),
        new("a header with a comment", JwtStatus.HeaderBadJson, () => Signed("""{"alg":"RS256"/**/}""", Claims)),
        new("text behind the header", JwtStatus.HeaderBadJson, () => Signed("""{"alg":"RS256"}{}""", Claims)),
        new("a byte order mark", JwtStatus.HeaderBadJson, () => Signed("\uFEFF" + Header, Claims)),
        new("a payload that is a string", JwtStatus.PayloadBadJson, () => Signed(Header, "\"x\"")),
        new("a payload that is no JSON", JwtStatus.PayloadBadJson, () => Signed(Header, """{"iss":"me",}""")),
        new("a payload of invalid UTF-8", JwtStatus.PayloadBadJson,
            () => TokenKey.Rs256.SignParts(TokenKey.Encode(Header), TokenKey.Encode([0x7B, 0xFF, 0x7D]))),
        new("half a surrogate pair", JwtStatus.PayloadBadJson, () => Signed(Header, """{"iss":"\ud800"}""")),
        new("nesting without end", JwtStatus.PayloadBadJson, () => Signed(Header, $$"""{"iss":"me","x":{{new string('[', 5000)}}{{new string(']', 5000)}}}""")),
        new("too many bytes", JwtStatus.TooLarge, () => Signed(Header, $$"""{"iss":"me","x":"{{new string('x', 32 * 1024)}}"}""")),
        new("the most bytes that fit", JwtStatus.Ok, () => Signed(Header, $$"""{"iss":"me","x":"{{new string('x', 24_000)}}"}""")),
    ];

    private static string Good => TokenKey.Rs256.Token(Claims);

    private static string Signed(string header, string payload) => TokenKey.Rs256.TokenOf(header, payload);

    /// <summary>
    /// The next character of the alphabet: the last one of a signature of 256 bytes has two unused bits, which
    /// are zero in what encoders write.
    /// </summary>
    private static char NextOf(char last)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return Alphabet[Alphabet.IndexOf(last, StringComparison.Ordinal) + 1];
    }
}
