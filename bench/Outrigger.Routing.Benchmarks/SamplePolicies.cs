using Envoy.Config.Core.V3;
using Envoy.Config.Rbac.V3;
using Envoy.Config.Route.V3;
using Envoy.Extensions.Path.Match.UriTemplate.V3;
using Envoy.Type.Matcher.V3;
using Google.Protobuf.WellKnownTypes;

namespace Outrigger.Routing.Benchmarks;

/// <summary>Policies as they are made of AuthorizationPolicies: one for each rule.</summary>
internal static class SamplePolicies
{
    /// <summary>Who may do what with which paths: the common case.</summary>
    public static RBAC Typical(int policies, int rules) => Build(policies, rules, (policy, rule) => new Policy
    {
        Permissions = { All(Method(rule % 2 == 0 ? "GET" : "POST"), Path(Exact($"/api/v1/items-{policy}-{rule}"))) },
        Principals = { Peer(Exact($"spiffe://cluster.local/ns/team-{policy}/sa/app-{rule}")) },
    });

    /// <summary>Every kind of condition in turn; many of them fail only at their last part.</summary>
    public static RBAC Hostile(int policies, int rules) => Build(policies, rules, (policy, rule) => rule switch
    {
        0 => Of(Path(new StringMatcher { Prefix = $"/api/v1/orders/{policy}/" }), Anybody),
        1 => Of(Path(new StringMatcher { Suffix = $"/reports-{policy}" }), Peer(Namespace("shop"))),
        2 => Of(Template($"/api/*/orders-{policy}/**"), Anybody),
        3 => Of(Template($"/**/archive-{policy}"), Anybody),
        4 => Of(Anything, Peer(Namespace($"team-{policy}"))),
        5 => Of(Method("GET"), Peer(Regex($"spiffe://.+/ns/shop/(.+/|)sa/app-{policy}(/.+)?"))),
        6 => Of(Method("GET"), All(Address($"10.{policy}.0.0", 16), Peer(Namespace("shop")))),
        7 => Of(Host($"svc-{policy}.shop.svc.cluster.local"), All(Not(Peer(Namespace("guests"))), Anybody)),
        8 => Of(Method("GET"), All(Header("x-tenant", $"tenant-{policy}"), Peer(Namespace("shop")))),
        _ => Of(
            All(Method("GET"), Port(9000 + (uint)policy), Denied($"/public-{policy}/")),
            All(Claim("groups", $"group-{policy}"), Not(Peer(Namespace("guests"))))),
    });

    private static Permission Anything => new() { Any = true };

    private static Principal Anybody => new() { Any = true };

    private static RBAC Build(int policies, int rules, Func<int, int, Policy> make)
    {
        var result = new RBAC();
        for (int policy = 0; policy < policies; policy++)
        {
            for (int rule = 0; rule < rules; rule++)
            {
                result.Policies.Add($"ns[shop]-policy[policy-{policy}]-rule[{rule}]", make(policy, rule));
            }
        }

        return result;
    }

    private static Policy Of(Permission permission, Principal principal) =>
        new() { Permissions = { permission }, Principals = { principal } };

    private static Permission All(params Permission[] rules)
    {
        var set = new Permission.Types.Set();
        set.Rules.AddRange(rules);
        return new Permission { AndRules = set };
    }

    private static Principal All(params Principal[] ids)
    {
        var set = new Principal.Types.Set();
        set.Ids.AddRange(ids);
        return new Principal { AndIds = set };
    }

    private static Permission Denied(string prefix) =>
        new() { NotRule = Path(new StringMatcher { Prefix = prefix }) };

    private static Principal Not(Principal principal) => new() { NotId = principal };

    private static Permission Method(string method) =>
        new() { Header = new HeaderMatcher { Name = ":method", StringMatch = Exact(method) } };

    private static Permission Host(string host) =>
        new() { Header = new HeaderMatcher { Name = ":authority", StringMatch = Exact(host) } };

    private static Permission Port(uint port) => new() { DestinationPort = port };

    private static Permission Path(StringMatcher path) => new() { UrlPath = new PathMatcher { Path = path } };

    private static Permission Template(string template) => new()
    {
        UriTemplate = new TypedExtensionConfig
        {
            Name = "uri-template",
            TypedConfig = Any.Pack(new UriTemplateMatchConfig { PathTemplate = template }),
        },
    };

    private static Principal Header(string name, string value) =>
        new() { Header = new HeaderMatcher { Name = name, StringMatch = Exact(value) } };

    private static Principal Address(string prefix, uint length) =>
        new() { DirectRemoteIp = new CidrRange { AddressPrefix = prefix, PrefixLen = length } };

    private static Principal Peer(StringMatcher name) => new() { Authenticated = new() { PrincipalName = name } };

    private static Principal Claim(string name, string value) => new()
    {
        Metadata = new MetadataMatcher
        {
            Filter = "envoy.filters.http.jwt_authn",
            Path =
            {
                new MetadataMatcher.Types.PathSegment { Key = "payload" },
                new MetadataMatcher.Types.PathSegment { Key = name },
            },
            Value = new ValueMatcher
            {
                ListMatch = new ListMatcher { OneOf = new ValueMatcher { StringMatch = Exact(value) } },
            },
        },
    };

    private static StringMatcher Exact(string value) => new() { Exact = value };

    private static StringMatcher Namespace(string name) => Regex($".*/ns/{name}/.*");

    private static StringMatcher Regex(string pattern) => new() { SafeRegex = new RegexMatcher { Regex = pattern } };
}
