using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Outrigger.Identity.Registration;
using Outrigger.Identity.Tests.Support;
using Outrigger.Identity.Tokens;

namespace Outrigger.Identity.Tests.Tokens;

/// <summary>Projected tokens of a Kubernetes cluster: by its key file, by discovery, and by its own judgement.</summary>
public sealed class ClusterTokenTests : IDisposable
{
    private const string Issuer = "https://cluster.example";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly TestFolder _folder = new();
    private readonly RSA _key = RSA.Create(2048);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_projected_token_proves_account_and_pod_and_is_good_for_many_keys()
    {
        var verifier = ByFile();
        var result = await TokenVerifiers.VerifyAsync([verifier], Token(), Cancellation);
        Assert.Null(result.Refusal);
        Assert.Equal("spiffe://cluster.local/ns/shop/sa/cart", result.Token!.Identity.ToString());
        Assert.Equal("shop/cart-0", result.Token.Pod);
        Assert.Null(result.Token.OneKeyName);
    }

    [Theory]
    [InlineData("exp", RefusalReason.TokenExpired)]
    [InlineData("aud", RefusalReason.TokenAudience)]
    [InlineData("iss", RefusalReason.TokenIssuer)]
    [InlineData("sub", RefusalReason.TokenMalformed)]
    [InlineData("alg", RefusalReason.TokenSignature)]
    [InlineData("key", RefusalReason.TokenSignature)]
    public async Task What_is_wrong_with_a_token_is_told(string what, RefusalReason reason)
    {
        using var foreign = RSA.Create(2048);
        var token = what switch
        {
            "exp" => Token(claims => claims["exp"] = _time.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds()),
            "aud" => Token(claims => claims["aud"] = (string[])["https://kubernetes.default.svc"]),
            "iss" => Token(claims => claims["iss"] = "https://elsewhere.example"),
            "sub" => Token(claims => claims["sub"] = "system:anonymous"),
            "alg" => Token(algorithm: "none"),
            _ => Token(key: foreign),
        };
        var result = await TokenVerifiers.VerifyAsync([ByFile()], token, Cancellation);
        Assert.Equal(reason, result.Refusal?.Reason);
    }

    [Fact]
    public async Task Keys_are_discovered_and_asked_for_again_when_one_is_unknown()
    {
        using var cluster = new Cluster(this);
        using var http = new HttpClient(cluster);
        var verifier = TokenVerifiers.KubernetesByDiscovery(Issuer, http, TrustDomain.Default, _time);
        await AssertRefusedAsync(verifier, RefusalReason.TokenUncheckable);
        cluster.Answers = true;
        await AssertRefusedAsync(verifier, RefusalReason.TokenUncheckable);
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Null((await verifier.VerifyAsync(Token(), Cancellation)).Refusal);
        var asked = cluster.Requests;
        Assert.Null((await verifier.VerifyAsync(Token(), Cancellation)).Refusal);
        Assert.Equal(asked, cluster.Requests);

        using var added = RSA.Create(2048);
        cluster.Keys = KeySetOf(added, "added");
        Assert.NotNull((await verifier.VerifyAsync(Token(key: added, kid: "added"), Cancellation)).Refusal);
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Null((await verifier.VerifyAsync(Token(key: added, kid: "added"), Cancellation)).Refusal);

        // A cluster that is silent for too long may have withdrawn the key.
        cluster.Answers = false;
        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.Null((await verifier.VerifyAsync(Token(key: added, kid: "added"), Cancellation)).Refusal);
        _time.Advance(TimeSpan.FromMinutes(40));
        await AssertRefusedAsync(verifier, RefusalReason.TokenUncheckable);
    }

    [Theory]
    [InlineData(true, "system:serviceaccount:shop:cart", "istio-ca", null)]
    [InlineData(false, "system:serviceaccount:shop:cart", "istio-ca", RefusalReason.TokenSignature)]
    [InlineData(true, "system:serviceaccount:shop:cart", "vault", RefusalReason.TokenAudience)]
    [InlineData(true, "system:node:n1", "istio-ca", RefusalReason.TokenMalformed)]
    [InlineData(true, null, "istio-ca", RefusalReason.TokenMalformed)]
    public async Task A_cluster_judges_its_own_tokens(bool good, string? user, string audience, RefusalReason? reason)
    {
        var verifier = TokenVerifiers.KubernetesByReview(
            new Reviewer(new TokenReviewAnswer(good, user, "cart-0", [audience], good ? null : "expired")),
            TrustDomain.Default, _time);
        var result = await TokenVerifiers.VerifyAsync([verifier], Token(), Cancellation);
        Assert.Equal(reason, result.Refusal?.Reason);
        if (reason is null) Assert.Equal("shop/cart-0", result.Token!.Pod);
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_no_yes()
    {
        var verifier = TokenVerifiers.KubernetesByReview(new Reviewer(null), TrustDomain.Default, _time);
        await AssertRefusedAsync(verifier, RefusalReason.TokenUncheckable);
        Assert.False(verifier.IsFor(TokenVerifiers.LocalIssuer));
    }

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    private async Task AssertRefusedAsync(ITokenVerifier verifier, RefusalReason reason) =>
        Assert.Equal(reason, (await verifier.VerifyAsync(Token(), Cancellation)).Refusal?.Reason);

    private ITokenVerifier ByFile()
    {
        File.WriteAllText(_folder["keys.json"], KeySetOf(_key, "k1"));
        return TokenVerifiers.KubernetesByFile(Issuer, _folder["keys.json"], TrustDomain.Default, _time);
    }

    private static string KeySetOf(RSA key, string kid)
    {
        var parameters = key.ExportParameters(false);
        return JsonSerializer.Serialize(new
        {
            keys = new[]
            {
                new { kty = "RSA", use = "sig", alg = "RS256", kid, n = Url(parameters.Modulus!), e = Url(parameters.Exponent!) },
            },
        });
    }

    private string Token(
        Action<Dictionary<string, object>>? change = null, RSA? key = null, string algorithm = "RS256", string kid = "k1")
    {
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["aud"] = (string[])["istio-ca"],
            ["sub"] = "system:serviceaccount:shop:cart",
            ["exp"] = _time.GetUtcNow().AddHours(1).ToUnixTimeSeconds(),
            ["kubernetes.io"] = new Dictionary<string, object>
            {
                ["namespace"] = "shop",
                ["pod"] = new { name = "cart-0", uid = "1" },
                ["serviceaccount"] = new { name = "cart", uid = "2" },
            },
        };
        change?.Invoke(claims);
        var signed = $"{Url(JsonSerializer.SerializeToUtf8Bytes(new { alg = algorithm, kid }))}."
            + Url(JsonSerializer.SerializeToUtf8Bytes(claims));
        var signature = algorithm == "none"
            ? ""
            : Url((key ?? _key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return $"{signed}.{signature}";
    }

    private static string Url(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private sealed class Reviewer(TokenReviewAnswer? answer) : ITokenReviewer
    {
        public ValueTask<TokenReviewAnswer?> ReviewAsync(string token, string audience, CancellationToken cancellation)
        {
            Assert.Equal("istio-ca", audience);
            return new(answer);
        }
    }

    private sealed class Cluster(ClusterTokenTests test) : HttpMessageHandler
    {
        public bool Answers { get; set; }

        public string Keys { get; set; } = KeySetOf(test._key, "k1");

        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            if (!Answers) throw new HttpRequestException("refused");
            var body = request.RequestUri!.AbsolutePath switch
            {
                "/.well-known/openid-configuration" =>
                    JsonSerializer.Serialize(new { issuer = Issuer, jwks_uri = $"{Issuer}/openid/v1/jwks" }),
                "/openid/v1/jwks" => Keys,
                _ => null,
            };
            return Task.FromResult(body is null
                ? new HttpResponseMessage(HttpStatusCode.NotFound)
                : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) });
        }
    }
}
