using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Tests.DataPath;

namespace Outrigger.Proxy.Tests.Jwt;

/// <summary>What clients and services see of the filter.</summary>
public sealed class JwtFilterTests
{
    private const string Me = """ "issuer": "me", """;

    private static string Token { get; } = TokenKey.Es256.Token("""{"iss":"me","sub":"ann","scope":"read write"}""");

    private static string ForShop { get; } = TokenKey.Es256.Token("""{"iss":"me","aud":"shop"}""");

    [Fact]
    public async Task A_good_token_passes_and_is_taken_away()
    {
        using var proxy = await JwtProxy.StartAsync(Me);
        var served = await proxy.ServedAsync(JwtProxy.Bearer(Token));
        Assert.Null(Wire.Header(served, "authorization"));
        Assert.Equal(1, proxy.Count(JwtAuthnStat.Allowed));
        Assert.Equal(1, proxy.Count(JwtAuthnStat.JwtCacheMiss));
    }

    [Fact]
    public async Task A_missing_token_passes_where_tokens_are_optional()
    {
        using var proxy = await JwtProxy.StartAsync(Me);
        await proxy.ServedAsync();
        await proxy.ServedAsync("authorization: Basic YTpi\r\n");
    }

    [Fact]
    public async Task A_missing_token_is_refused_where_one_is_required()
    {
        using var proxy = await JwtProxy.ConfiguredAsync(
            $$""" "providers": { "one": {{JwtProxy.Provider(Me, TokenKey.Es256.KeySet)}} }, {{JwtProxy.Require("""{ "providerName": "one" }""")}} """);
        var answer = await proxy.GetAsync(path: "/cart?access=1");
        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
        Assert.Equal("Bearer realm=\"http://shop/cart\"", Wire.Header(answer, "www-authenticate"));
        Assert.EndsWith("\r\n\r\nJwt is missing", answer, StringComparison.Ordinal);
        Assert.Equal(1, proxy.Count(JwtAuthnStat.Denied));
    }

    public static TheoryData<string, int, string> BadTokens() => new()
    {
        { "x", 401, "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections" },
        { ForShop[..^3] + "AAA", 401, "Jwt verification fails" },
        { TokenKey.Rs256.Token("""{"iss":"me","aud":"shop"}"""), 401, "Jwks doesn't have key to match kid or alg from Jwt" },
        { TokenKey.Es256.Token("""{"iss":"you"}"""), 401, "Jwt issuer is not configured" },
        { TokenKey.Es256.Token("""{"iss":"me","exp":1}"""), 401, "Jwt is expired" },
        { TokenKey.Es256.Token("""{"iss":"me","nbf":9000000000}"""), 401, "Jwt not yet valid" },
        { TokenKey.Es256.Token("""{"iss":"me","aud":"bank"}"""), 403, "Audiences in Jwt are not allowed" },
        { TokenKey.Es256.TokenOf("""{"alg":"none"}""", """{"iss":"me"}"""), 401, "Jwt header [alg] is not supported" },
    };

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_bad_token_is_refused_with_Envoys_words(string token, int status, string reason)
    {
        using var proxy = await JwtProxy.StartAsync(Me + """ "audiences": ["shop"], """);
        await proxy.RefusedAsync(status, reason, JwtProxy.Bearer(token));
        var answer = await proxy.GetAsync(JwtProxy.Bearer(token));
        Assert.Equal(
            "Bearer realm=\"http://shop/\", error=\"invalid_token\"", Wire.Header(answer, "www-authenticate"));
    }

    [Fact]
    public async Task The_reason_is_withheld_where_it_is_asked_for()
    {
        using var proxy = await JwtProxy.ConfiguredAsync(
            $$""" "stripFailureResponse": true, "providers": { "one": {{JwtProxy.Provider(Me, TokenKey.Es256.KeySet)}} }, {{JwtProxy.RequireAny("one")}} """);
        var answer = await proxy.GetAsync(JwtProxy.Bearer("x"));
        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
        Assert.Null(Wire.Header(answer, "www-authenticate"));
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claims_and_payload_are_handed_over_in_headers_and_nobody_else_sets_them()
    {
        using var proxy = await JwtProxy.StartAsync(Me + """
            "forward": true, "forwardPayloadHeader": "X-Payload", "claimToHeaders": [
              { "headerName": "x-sub", "claimName": "sub" }, { "headerName": "x-city", "claimName": "address.city" },
              { "headerName": "x-age", "claimName": "age" }, { "headerName": "x-vip", "claimName": "vip" },
              { "headerName": "x-list", "claimName": "list" }, { "headerName": "x-dots", "claimName": "a.b" },
              { "headerName": "x-evil", "claimName": "evil" } ],
            """);
        const string Claims =
            """{"iss":"me","sub":"ann","address":{"city":"Bonn"},"age":7,"vip":true,"list":[1],"a.b":"dots","evil":"a\r\nx-sub: root"}""";
        const string Spoofed =
            "x-payload: mine\r\nx-sub: root\r\nX-Sub: root\r\nx-city: Rome\r\nx-list: 1\r\nx-evil: 1\r\n";
        var served = await proxy.ServedAsync(Spoofed + JwtProxy.Bearer(TokenKey.Es256.Token(Claims)));
        Assert.Equal(TokenKey.Encode(Claims), Wire.Header(served, "x-payload"));
        Assert.Equal("ann", Wire.Header(served, "x-sub"));
        Assert.Equal("Bonn", Wire.Header(served, "x-city"));
        Assert.Equal("7", Wire.Header(served, "x-age"));
        Assert.Equal("true", Wire.Header(served, "x-vip"));
        Assert.Equal("dots", Wire.Header(served, "x-dots"));
        Assert.Null(Wire.Header(served, "x-list"));
        Assert.Null(Wire.Header(served, "x-evil"));
        Assert.NotNull(Wire.Header(served, "authorization"));
        Assert.DoesNotContain("root", served, StringComparison.Ordinal);

        served = await proxy.ServedAsync(Spoofed);
        Assert.DoesNotContain("x-sub", served, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("x-payload", served, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_payload_is_padded_where_it_is_asked_for()
    {
        using var proxy = await JwtProxy.StartAsync(
            Me + """ "forwardPayloadHeader": "x-payload", "padForwardPayloadHeader": true, """);
        foreach (var claims in new[] { """{"iss":"me"}""", """{"iss":"me" }""", """{"iss":"me"  }""" })
        {
            var served = await proxy.ServedAsync(JwtProxy.Bearer(TokenKey.Es256.Token(claims)));
            Assert.Equal(
                Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(claims)), Wire.Header(served, "x-payload"));
        }
    }

    public static TheoryData<string, string, string, string, string> Locations() => new()
    {
        { "", "", "/?a=1&access_token=TOKEN&b", "", "GET /?a=1&b HTTP/1.1" },
        { "", "", "/?access_token=TOKEN", "", "GET / HTTP/1.1" },
        { "", "", "/?acces%73_token=TOKEN&a==", "", "GET /?a== HTTP/1.1" },
        { """ "fromParams": ["t"], """, "", "/p?t=TOKEN#x", "", "GET /p" },
        { """ "fromHeaders": [ { "name": "X-Token" } ], """, "x-token: TOKEN\r\n", "/", "x-token", "GET / HTTP/1.1" },
        { """ "fromHeaders": [ { "name": "x-t", "valuePrefix": "jwt=" } ], """, "x-t: k=1; jwt=TOKEN\r\n", "/", "x-t", "GET / HTTP/1.1" },
        { """ "fromCookies": ["session"], """, "cookie: a=1; session=TOKEN; b=2\r\n", "/", "", "cookie: a=1;b=2\r\n" },
        { """ "fromCookies": ["session"], """, "cookie: session=\"TOKEN\"\r\n", "/", "cookie", "GET / HTTP/1.1" },
    };

    [Theory]
    [MemberData(nameof(Locations))]
    public async Task Tokens_are_found_and_taken_away_wherever_they_are(
        string provider, string headers, string path, string absentHeader, string expected)
    {
        using var proxy = await JwtProxy.ConfiguredAsync(
            $$""" "providers": { "one": {{JwtProxy.Provider(Me + provider, TokenKey.Es256.KeySet)}} }, {{JwtProxy.Require("""{ "providerName": "one" }""")}} """);
        string With(string text) => text.Replace("TOKEN", Token, StringComparison.Ordinal);
        var served = await proxy.ServedAsync(With(headers), With(path));
        Assert.Contains(expected, served, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, served, StringComparison.Ordinal);
        if (absentHeader.Length > 0)
            Assert.Null(Wire.Header(served, absentHeader));
    }

    [Fact]
    public async Task A_bad_token_beside_a_good_one_is_refused()
    {
        using var proxy = await JwtProxy.StartAsync(Me);
        await proxy.RefusedAsync(
            401, "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections",
            JwtProxy.Bearer(Token), "/?access_token=bad");
        await proxy.RefusedAsync(
            401, "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections",
            path: $"/?access_token={Token}&access_token=bad");
        await proxy.RefusedAsync(
            401, "Found multiple Jwt tokens",
            path: "/?" + string.Join('&', Enumerable.Repeat($"access_token={Token}", 9)));
    }

    [Fact]
    public async Task A_preflight_needs_no_token()
    {
        using var proxy = await JwtProxy.ConfiguredAsync(
            $$""" "bypassCorsPreflight": true, "providers": { "one": {{JwtProxy.Provider(Me, TokenKey.Es256.KeySet)}} }, {{JwtProxy.Require("""{ "providerName": "one" }""")}} """);
        const string Preflight = "origin: http://a\r\naccess-control-request-method: GET\r\n";
        Assert.StartsWith("HTTP/1.1 200", await proxy.GetAsync(Preflight, method: "OPTIONS"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401", await proxy.GetAsync(Preflight), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401", await proxy.GetAsync(method: "OPTIONS"), StringComparison.Ordinal);
        Assert.Equal(1, proxy.Count(JwtAuthnStat.CorsPreflightBypassed));
    }

    [Fact]
    public async Task A_token_is_verified_once_and_remembered_until_it_ends()
    {
        var clock = new ClockAhead();
        using var proxy = await JwtProxy.StartAsync(Me, clock: clock);
        var token = TokenKey.Es256.Token($$"""{"iss":"me","exp":{{clock.GetUtcNow().ToUnixTimeSeconds() + 600}}}""");
        for (var round = 0; round < 5; round++)
            await proxy.ServedAsync(JwtProxy.Bearer(token));
        Assert.Equal(1, proxy.Count(JwtAuthnStat.JwtCacheMiss));
        Assert.Equal(4, proxy.Count(JwtAuthnStat.JwtCacheHit));
        clock.Advance(TimeSpan.FromSeconds(661));
        await proxy.RefusedAsync(401, "Jwt is expired", JwtProxy.Bearer(token));
    }

    [Fact]
    public async Task With_other_keys_no_token_is_remembered()
    {
        using var proxy = await JwtProxy.StartAsync(Me);
        await proxy.ServedAsync(JwtProxy.Bearer(Token));
        var other = TokenKey.CreateEcdsa(
            "ES256", "ec", System.Security.Cryptography.ECCurve.NamedCurves.nistP256, "P-256");
        proxy.Harness.Listener(ProxyHarness.HttpListenerJson(
            "http", ProxyHarness.RouteTo("c"), port: proxy.EndPoint.Port, filters: JwtProxy.Filter(
                $$""" "providers": { "one": {{JwtProxy.Provider(Me, other.KeySet)}} }, {{JwtProxy.RequireAny("one")}} """)));
        await proxy.Harness.ApplyAsync();
        await proxy.RefusedAsync(401, "Jwt verification fails", JwtProxy.Bearer(Token));
        await proxy.ServedAsync(JwtProxy.Bearer(other.Token("""{"iss":"me"}""")));
    }

    [Fact]
    public async Task An_empty_key_set_refuses_tokens_and_lets_requests_without_pass()
    {
        using var proxy = await JwtProxy.ConfiguredAsync(
            $$""" "providers": { "one": {{JwtProxy.Provider(Me, """{"keys":[]}""")}} }, {{JwtProxy.RequireAny("one")}} """);
        await proxy.RefusedAsync(401, "Jwks doesn't have any valid public key", JwtProxy.Bearer(Token));
        await proxy.ServedAsync();
    }
}
