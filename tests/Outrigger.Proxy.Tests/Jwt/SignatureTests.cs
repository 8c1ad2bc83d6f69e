using System.Buffers.Text;
using System.Security.Cryptography;
using Outrigger.Routing.Jwt;

namespace Outrigger.Proxy.Tests.Jwt;

/// <summary>Every algorithm with its keys, signed by other code than what verifies.</summary>
public sealed class SignatureTests
{
    private const string Claims = """{"iss":"me"}""";

    [Theory]
    [InlineData("RS256", 2048)]
    [InlineData("RS384", 3072)]
    [InlineData("RS512", 2048)]
    [InlineData("PS256", 2048)]
    [InlineData("PS384", 2056)]
    [InlineData("PS512", 2048)]
    public void Rsa_signatures_verify(string algorithm, int bits) =>
        VerifiesOnlyWhole(TokenKey.CreateRsa(algorithm, "k", bits));

    [Theory]
    [InlineData("ES256", "nistP256", "P-256")]
    [InlineData("ES384", "nistP384", "P-384")]
    [InlineData("ES512", "nistP521", "P-521")]
    public void Ecdsa_signatures_verify(string algorithm, string curve, string name) =>
        VerifiesOnlyWhole(TokenKey.CreateEcdsa(algorithm, "k", ECCurve.CreateFromFriendlyName(curve), name));

    /// <summary>RFC 8037 appendix A.4.</summary>
    [Fact]
    public void The_published_signature_of_Ed25519_verifies()
    {
        const string Token =
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
            + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        string keySet = TokenKey.SetOf(
            """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""");
        Assert.Equal(JwtStatus.Ok, TokenJudge.JudgeSignature(Token, keySet));
        Assert.Equal(
            JwtStatus.VerificationFails,
            TokenJudge.JudgeSignature(Token.Replace(".RX", ".SX", StringComparison.Ordinal), keySet));
        Assert.Equal(JwtStatus.VerificationFails, TokenJudge.JudgeSignature(Shorten(Token), keySet));
    }

    /// <summary>RFC 8032 section 7.4, the message of one byte.</summary>
    [Fact]
    public void A_published_signature_of_Ed448_verifies()
    {
        byte[] point = Convert.FromHexString(
            "43ba28f430cdff456ae531545f7ecd0ac834a55d9358c0372bfa0c6c6798c0866aea01eb00742802b8438ea4cb82169c235160627b4c3a9480");
        byte[] signature = Convert.FromHexString(
            "26b8f91727bd62897af15e41eb43c377efb9c610d48f2335cb0bd0087810f4352541b143c4b981b7e18f62de8ccdf633fc1bf037ab7cd779"
            + "805e0dbcc0aae1cbcee1afb2e027df36bc04dcecbf154336c19f0af7e0a6472905e799f1953d2a0ff3348ab21aa4adafd1d234441cf807c0"
            + "3a00");
        var key = Outrigger.Net.Signatures.PublicKey.CreateEdwards(Outrigger.Net.Signatures.KeyCurve.Ed448, point);
        Assert.True(key.Verify(Outrigger.Net.Signatures.SignatureAlgorithm.Ed448, [0x03], signature));
        Assert.False(key.Verify(Outrigger.Net.Signatures.SignatureAlgorithm.Ed448, [0x04], signature));
        Assert.False(key.Verify(Outrigger.Net.Signatures.SignatureAlgorithm.Ed25519, [0x03], signature));
    }

    private static void VerifiesOnlyWhole(TokenKey key)
    {
        string token = key.Token(Claims);
        Assert.Equal(JwtStatus.Ok, TokenJudge.Judge(token, key.KeySet));
        int payload = token.IndexOf('.') + 1;
        int signature = token.LastIndexOf('.') + 1;
        foreach (int at in new[] { payload + 4, signature, signature + 20 })
            Assert.NotEqual(JwtStatus.Ok, TokenJudge.Judge(Flip(token, at), key.KeySet));
        Assert.Equal(JwtStatus.VerificationFails, TokenJudge.Judge(Shorten(token), key.KeySet));
        Assert.Equal(JwtStatus.VerificationFails, TokenJudge.Judge(token[..signature], key.KeySet));
    }

    private static string Shorten(string token)
    {
        int signature = token.LastIndexOf('.') + 1;
        return token[..signature] + TokenKey.Encode(Base64Url.DecodeFromChars(token.AsSpan(signature)).AsSpan()[..^1]);
    }

    private static string Flip(string token, int at) =>
        token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];
}
