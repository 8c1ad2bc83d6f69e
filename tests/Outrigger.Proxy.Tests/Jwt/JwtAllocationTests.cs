using System.Diagnostics;
using Outrigger.Proxy.Http.Filters.Jwt;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Tests.DataPath;
using Outrigger.Routing.Jwt;

namespace Outrigger.Proxy.Tests.Jwt;

/// <summary>A token that was verified before costs next to nothing.</summary>
public sealed class JwtAllocationTests
{
    private const string Provider = """
        "issuer": "me", "payloadInMetadata": "payload", "forwardPayloadHeader": "x-payload", "clearRouteCache": true,
        "claimToHeaders": [ { "headerName": "x-sub", "claimName": "sub" } ],
        """;

    [Fact]
    public async Task Requests_with_a_known_token_allocate_nothing()
    {
        using var backend = new FastBackend();
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        proxy.Listener(ProxyHarness.HttpListenerJson("http", ProxyHarness.RouteTo("c"), filters: JwtProxy.Filter(
            $$""" "providers": { "one": {{JwtProxy.Provider(Provider, TokenKey.Rs256.KeySet)}} }, {{JwtProxy.RequireAny("one")}} """)));
        await proxy.ApplyAsync();
        var headers = JwtProxy.Bearer(TokenKey.Rs256.Token("""{"iss":"me","sub":"ann","aud":["a","b"],"exp":9000000000}"""));
        using var load = new FastLoad(await proxy.EndPointAsync("http"), 1, headers + "cookie: a=1\r\nx-sub: root\r\n");
        load.Run(200);
        await proxy.RunOnWorkerAsync(_ => AllocationTests.RecordEveryMagnitude(proxy.Stats));
        await WorkerGarbage.AssertNoneAsync(proxy, () => load.Run(20_000));
        Assert.Equal(20_199, proxy.Stats.Http("test").JwtAuthn.Read(JwtAuthnStat.JwtCacheHit));
    }

    [Fact]
    public void The_memory_holds_no_more_tokens_than_it_may_and_finds_only_whole_ones()
    {
        var provider = ProviderOf(TokenKey.Es256);
        var cache = new VerifiedTokenCache(64, hashKey: 7);
        VerifiedToken[] tokens =
        [
            .. Enumerable.Range(0, 500).Select(each => Verified(provider, TokenKey.Es256.Token($$"""{"iss":"me","n":{{each}}}"""))),
        ];
        foreach (var token in tokens)
            cache.Add(token);
        Assert.InRange(tokens.Count(token => cache.Find(token.Token) is not null), 32, 64);
        Assert.Same(tokens[^1], cache.Find(tokens[^1].Token));
        Assert.Null(cache.Find(tokens[^1].Token[..^1]));
        cache.Remove(tokens[^1]);
        Assert.Null(cache.Find(tokens[^1].Token));
        var large = Verified(provider, TokenKey.Es256.Token($$"""{"iss":"me","x":"{{new string('x', 7000)}}"}"""));
        cache.Add(large);
        Assert.Null(cache.Find(large.Token));
    }

    /// <summary>The bound is generous, since the machine may be busy; benchmarks say what it takes.</summary>
    [Fact]
    public void Finding_a_known_token_takes_less_than_two_microseconds()
    {
        var provider = ProviderOf(TokenKey.Rs256);
        var cache = new VerifiedTokenCache(64, hashKey: 7);
        var token = Verified(provider, TokenKey.Rs256.Token($$"""{"iss":"me","x":"{{new string('x', 700)}}"}"""));
        cache.Add(token);
        var best = double.MaxValue;
        for (var round = 0; round < 50; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var each = 0; each < 1000; each++)
            {
                if (provider.Expectations.Check(cache.Find(token.Token)!.Claims, null, TokenJudge.Now) != JwtStatus.Ok)
                    Assert.Fail("not found");
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / 1000);
        }

        Assert.True(best < 2, $"{best} microseconds");
    }

    private static JwtProviderModel ProviderOf(TokenKey key) => new()
    {
        Name = "one",
        Expectations = new JwtExpectations { Issuer = "me"u8.ToArray() },
        Keys = TokenJudge.Read(key.KeySet),
        Locations = [],
    };

    private static VerifiedToken Verified(JwtProviderModel provider, string token)
    {
        Assert.Equal(JwtStatus.Ok, JsonWebSignature.TryParse(System.Text.Encoding.ASCII.GetBytes(token), out var signature));
        Assert.Equal(JwtStatus.Ok, JwtClaims.TryRead(signature!.Payload, out var claims));
        return new VerifiedToken(provider, signature, claims!);
    }
}
