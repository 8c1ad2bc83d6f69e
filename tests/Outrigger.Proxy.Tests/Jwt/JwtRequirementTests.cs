using Outrigger.Proxy.Tests.DataPath;

namespace Outrigger.Proxy.Tests.Jwt;

/// <summary>Requirements with several issuers, by route, and what routes make of claims.</summary>
public sealed class JwtRequirementTests
{
    private const string Any = """{ "requiresAny": { "requirements": [ { "providerName": "a" }, { "providerName": "b" }, { "requiresAll": { "requirements": [ """
        + """{ "requiresAny": { "requirements": [ { "providerName": "a" }, { "allowMissing": {} } ] } }, """
        + """{ "requiresAny": { "requirements": [ { "providerName": "b" }, { "allowMissing": {} } ] } } ] } } ] } }""";

    private static string OfA { get; } = TokenKey.Es256.Token("""{"iss":"a","sub":"ann","role":"admin"}""");

    private static string OfB { get; } = TokenKey.Rs256.Token("""{"iss":"b","sub":"bob","scope":"read admin"}""");

    private static string Providers { get; } =
        $$"""
        "providers": {
          "a": {{JwtProxy.Provider(""" "issuer": "a", "payloadInMetadata": "payload", "clearRouteCache": true, """, TokenKey.Es256.KeySet)}},
          "b": {{JwtProxy.Provider(""" "issuer": "b", "payloadInMetadata": "payload", "clearRouteCache": true, "normalizePayloadInMetadata": { "spaceDelimitedClaims": ["scope"] }, """, TokenKey.Rs256.KeySet)}} }
        """;

    /// <summary>The requirement that Istio makes of two issuers.</summary>
    [Fact]
    public async Task Tokens_of_either_issuer_pass_and_no_token_passes()
    {
        using var proxy = await StartAsync(Any);
        await proxy.ServedAsync(JwtProxy.Bearer(OfA));
        await proxy.ServedAsync(JwtProxy.Bearer(OfB));
        await proxy.ServedAsync();
        await proxy.RefusedAsync(
            401, "Jwt issuer is not configured", JwtProxy.Bearer(TokenKey.Es256.Token("""{"iss":"c"}""")));
        await proxy.RefusedAsync(
            401, "Jwt issuer is not configured", JwtProxy.Bearer(TokenKey.Es256.Token("""{"iss":"b"}""")));
    }

    [Theory]
    [InlineData("""{ "allowMissingOrFailed": {} }""", "bad", 200)]
    [InlineData("""{ "requiresAny": { "requirements": [ { "allowMissingOrFailed": {} }, { "providerName": "a" } ] } }""", "bad", 200)]
    [InlineData("""{ "requiresAny": { "requirements": [ { "providerName": "a" }, { "providerName": "b" } ] } }""", "", 401)]
    [InlineData("""{ "requiresAll": { "requirements": [ { "providerName": "a" }, { "providerName": "b" } ] } }""", "A", 401)]
    [InlineData("""{ "allowMissing": {} }""", "", 200)]
    [InlineData("""{ "providerAndAudiences": { "providerName": "a", "audiences": ["x"] } }""", "A", 403)]
    [InlineData("{}", "bad", 200)]
    public async Task Requirements_are_Envoys(string requirement, string token, int status)
    {
        using var proxy = await StartAsync(requirement);
        var headers = token.Length == 0 ? "" : JwtProxy.Bearer(token == "A" ? OfA : token);
        Assert.StartsWith($"HTTP/1.1 {status} ", await proxy.GetAsync(headers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_rule_that_matches_decides()
    {
        using var proxy = await JwtProxy.ConfiguredAsync(
            $$"""
            {{Providers}}, "requirementMap": { "must": { "providerName": "a" } }, "rules": [
              { "match": { "prefix": "/health" } },
              { "match": { "prefix": "/", "headers": [ { "name": "x-in", "presentMatch": true } ] }, "requirementName": "must" } ]
            """);
        await proxy.ServedAsync("x-in: 1\r\n", "/health");
        await proxy.ServedAsync();
        await proxy.RefusedAsync(401, "Jwt is missing", "x-in: 1\r\n");
    }

    [Fact]
    public async Task Routes_may_say_otherwise()
    {
        const string Type = "\"@type\": \"type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.PerRouteConfig\"";
        static string Route(string prefix, string settings) =>
            $$"""{ "match": { "prefix": "{{prefix}}" }, "route": { "cluster": "c" }, "typedPerFilterConfig": { "jwt": { {{Type}}, {{settings}} } } }""";
        using var proxy = await JwtProxy.ConfiguredAsync(
            $$""" {{Providers}}, "requirementMap": { "b": { "providerName": "b" } }, {{JwtProxy.Require("""{ "providerName": "a" }""")}} """,
            routes: string.Join(
                ',', Route("/open", "\"disabled\": true"), Route("/b", "\"requirementName\": \"b\""),
                Route("/x", "\"requirementName\": \"x\""), ProxyHarness.RouteTo("c")));
        await proxy.ServedAsync(path: "/open");
        await proxy.ServedAsync(JwtProxy.Bearer(OfB), "/b");
        await proxy.RefusedAsync(401, "Jwt issuer is not configured", JwtProxy.Bearer(OfA), "/b");
        await proxy.RefusedAsync(403, "Failed JWT authentication: Wrong requirement_name: x", JwtProxy.Bearer(OfA), "/x");
        await proxy.ServedAsync(JwtProxy.Bearer(OfA), "/");
        await proxy.RefusedAsync(401, "Jwt is missing", path: "/");
    }

    [Fact]
    public async Task Requests_are_routed_by_their_claims()
    {
        static string Claim(string claim, string value) =>
            $$"""
            { "match": { "prefix": "/", "dynamicMetadata": [ { "filter": "envoy.filters.http.jwt_authn",
              "path": [ { "key": "payload" }, { "key": "{{claim}}" } ], "value": {{value}} } ] }, "directResponse": { "status": 299,
              "body": { "inlineString": "{{claim}}" } } }
            """;
        using var proxy = await StartAsync(
            Any,
            string.Join(
                ',',
                Claim("role", """{ "stringMatch": { "exact": "admin" } }"""),
                Claim("scope", """{ "listMatch": { "oneOf": { "stringMatch": { "exact": "admin" } } } }"""),
                ProxyHarness.RouteTo("c")));
        Assert.EndsWith("\r\n\r\nrole", await proxy.GetAsync(JwtProxy.Bearer(OfA)), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nscope", await proxy.GetAsync(JwtProxy.Bearer(OfB)), StringComparison.Ordinal);
        await proxy.ServedAsync();
        await proxy.ServedAsync(JwtProxy.Bearer(TokenKey.Es256.Token("""{"iss":"a","role":"user"}""")));
    }

    [Fact]
    public async Task A_claim_that_must_not_be_there_is_missing_without_a_token()
    {
        const string NotAdmin =
            """
            { "match": { "prefix": "/", "dynamicMetadata": [ { "filter": "envoy.filters.http.jwt_authn", "invert": true,
              "path": [ { "key": "payload" }, { "key": "role" } ], "value": { "stringMatch": { "exact": "admin" } } } ] },
              "directResponse": { "status": 299, "body": { "inlineString": "nobody" } } }
            """;
        using var proxy = await StartAsync(Any, NotAdmin + "," + ProxyHarness.RouteTo("c"));
        Assert.EndsWith("\r\n\r\nnobody", await proxy.GetAsync(), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nnobody", await proxy.GetAsync(JwtProxy.Bearer(OfB)), StringComparison.Ordinal);
        await proxy.ServedAsync(JwtProxy.Bearer(OfA));
    }

    private static Task<JwtProxy> StartAsync(string requirement, string? routes = null) =>
        JwtProxy.ConfiguredAsync($"{Providers}, {JwtProxy.Require(requirement)}", routes);
}
