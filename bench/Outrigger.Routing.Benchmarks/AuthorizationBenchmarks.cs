using BenchmarkDotNet.Attributes;
using Envoy.Config.Rbac.V3;
using Outrigger.Routing.Authorization;
using Outrigger.Routing.FilterChains;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Benchmarks;

/// <summary>What authorization adds to a request: 100 policies of 10 rules each.</summary>
[MemoryDiagnoser]
public class AuthorizationBenchmarks
{
    private const int PolicyCount = 100;
    private const int RuleCount = 10;

    private readonly AuthorizationScratch _scratch = new();
    private readonly DynamicMetadata _metadata = new();
    private readonly PeerNames _peer = new(["spiffe://cluster.local/ns/shop/sa/frontend"], [], "");
    private readonly PeerNames _lastPeer = new(["spiffe://cluster.local/ns/team-99/sa/app-9"], [], "");
    private readonly SampleRequest _request = new("GET"u8.ToArray(), "/api/v1/orders/4711/items?page=2"u8.ToArray());
    private readonly SampleRequest _lastRequest = new("POST"u8.ToArray(), "/api/v1/items-99-9"u8.ToArray());
    private AuthorizationEngine _typical = null!;
    private AuthorizationEngine _hostile = null!;

    /// <summary>Compiles the policies.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _typical = Compile(SamplePolicies.Typical(PolicyCount, RuleCount));
        _hostile = Compile(SamplePolicies.Hostile(PolicyCount, RuleCount));
        _metadata.Set(
            "envoy.filters.http.jwt_authn",
            "payload",
            MetadataValue.Struct(new MetadataMember(
                "groups", MetadataValue.List(MetadataValue.Of("staff"), MetadataValue.Of("buyers")))));
        if (HostileMixWithoutMatch() || TypicalWithoutMatch() || !TypicalWithMatch())
        {
            throw new InvalidOperationException("The policies do not decide as they should.");
        }
    }

    /// <summary>Every kind of condition; none of the 1,000 rules matches.</summary>
    [Benchmark]
    public bool HostileMixWithoutMatch() => Decide(_hostile, _request, _peer);

    /// <summary>Principals, methods and paths; none of the 1,000 rules matches.</summary>
    [Benchmark]
    public bool TypicalWithoutMatch() => Decide(_typical, _request, _peer);

    /// <summary>Principals, methods and paths; one rule matches.</summary>
    [Benchmark]
    public bool TypicalWithMatch() => Decide(_typical, _lastRequest, _lastPeer);

    /// <summary>A connection that is not HTTP.</summary>
    [Benchmark]
    public bool HostileMixOnConnection() =>
        _hostile.Decide(default(NoRequest), InputOf(_peer), _scratch).IsAllowed;

    private static AuthorizationEngine Compile(RBAC rules) =>
        AuthorizationEngine.Compile(rules).Engine ?? throw new InvalidOperationException("The rules have mistakes.");

    private bool Decide(AuthorizationEngine engine, in SampleRequest request, PeerNames peer) =>
        engine.Decide(in request, InputOf(peer), _scratch).IsAllowed;

    private AuthorizationInput InputOf(PeerNames peer) => new()
    {
        DestinationAddress = AddressValue.FromBytes([10, 200, 0, 1]),
        DestinationPort = 8080,
        SourceAddress = AddressValue.FromBytes([10, 210, 0, 7]),
        DirectRemoteAddress = AddressValue.FromBytes([10, 210, 0, 7]),
        RemoteAddress = AddressValue.FromBytes([10, 210, 0, 7]),
        RequestedServerName = "outbound_.8080_._.orders.shop.svc.cluster.local"u8,
        Peer = peer,
        Metadata = _metadata,
    };
}
