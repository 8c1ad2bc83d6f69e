using Envoy.Config.Core.V3;
using Envoy.Config.Rbac.V3;
using Envoy.Config.Route.V3;
using Envoy.Extensions.Path.Match.UriTemplate.V3;
using Envoy.Type.Matcher.V3;
using Envoy.Type.V3;
using Google.Protobuf.WellKnownTypes;

namespace Outrigger.Routing.Tests.Authorization;

/// <summary>
/// Makes rules and requests by chance, of few enough words that conditions often hold, and often nearly.
/// </summary>
internal sealed class RandomRules(int seed)
{
    private static readonly string[] s_words = ["a", "b", "ab", "ba", "shop", "Shop", "sh", "op"];

    private static readonly string[] s_regexes =
    [
        ".+", ".*", "a.*", ".*b", "a.+b", "(a|b).*", "sh(op)?", "[a-c]+", ".*/ns/a/.*", ".*/ns/.*b/.*",
        "spiffe://.+/ns/a/(.+/|)sa/b(/.+)?", "spiffe://[^/]*/.*", "spiffe://a.*/ns/b/sa/ab",
    ];

    private static readonly string[] s_templates =
        ["/*", "/a/*", "/**", "/a/**", "/**/b", "/*/b", "/a/*/b", "/a/**/ab", "/*.js", "/a/**.js", "/a/*/"];

    private readonly Random _random = new(seed);

    public RBAC Rules(int policyCount)
    {
        var rules = new RBAC { Action = (RBAC.Types.Action)_random.Next(2) };
        for (int i = 0; i < policyCount; i++)
        {
            var policy = new Policy();
            policy.Permissions.AddRange(Several(3, () => Permission(depth: 3)));
            policy.Principals.AddRange(Several(3, () => Principal(depth: 3)));
            rules.Policies.Add($"ns[{Word()}]-policy[{Word()}]-rule[{i}]", policy);
        }

        return rules;
    }

    public AuthorizationCase Request() => new()
    {
        Method = Pick("GET", "POST", "a"),
        Path = Path(),
        Authority = Pick("shop.test", "SHOP.test", "a.b", "ab"),
        Headers = Headers(),
        PeerNames = _random.Next(5) switch
        {
            0 => null,
            1 => [""],
            2 => [SpiffeId(), SpiffeId()],
            3 => [SpiffeId(), Word()],
            _ => [SpiffeId()],
        },
        DestinationAddress = Address(),
        DestinationPort = (ushort)_random.Next(80, 84),
        SourceAddress = Address(),
        DirectRemoteAddress = Address(),
        RemoteAddress = Address(),
        RequestedServerName = Pick("", "shop", "a", "ab.shop"),
        Metadata = new Dictionary<string, Struct> { ["jwt"] = Claims() },
    };

    private Permission Permission(int depth) => _random.Next(depth > 0 ? 14 : 10) switch
    {
        0 => new Permission { Any = true },
        1 => new Permission { Header = Header() },
        2 => new Permission { UrlPath = new PathMatcher { Path = Text(Path) } },
        3 => new Permission { UrlPath = new PathMatcher { Path = Text(Path) } },
        4 => new Permission { UriTemplate = Template() },
        5 => new Permission { DestinationIp = Range() },
        6 => new Permission { DestinationPort = (uint)_random.Next(80, 84) },
        7 => new Permission { DestinationPortRange = Ports() },
        8 => new Permission { Metadata = Metadata() },
        9 => new Permission { RequestedServerName = Text(Word) },
        10 => new Permission { NotRule = Permission(depth - 1) },
        11 => new Permission { OrRules = AllOf(depth) },
        _ => new Permission { AndRules = AllOf(depth) },
    };

    private Principal Principal(int depth) => _random.Next(depth > 0 ? 15 : 11) switch
    {
        0 => new Principal { Any = true },
        1 => new Principal { Header = Header() },
        2 => new Principal { UrlPath = new PathMatcher { Path = Text(Path) } },
        3 => new Principal { SourceIp = Range() },
        4 => new Principal { DirectRemoteIp = Range() },
        5 => new Principal { RemoteIp = Range() },
        6 => new Principal { Metadata = Metadata() },
        7 => new Principal
        {
            FilterState = new FilterStateMatcher { Key = "io.istio.peer_principal", StringMatch = Text(SpiffeId) },
        },
        8 => new Principal { Authenticated = new() },
        9 or 10 => new Principal { Authenticated = new() { PrincipalName = Text(SpiffeId) } },
        11 => new Principal { NotId = Principal(depth - 1) },
        12 => new Principal { OrIds = AnyOf(depth) },
        _ => new Principal { AndIds = AnyOf(depth) },
    };

    private Permission.Types.Set AllOf(int depth)
    {
        var set = new Permission.Types.Set();
        set.Rules.AddRange(Several(3, () => Permission(depth - 1)));
        return set;
    }

    private Principal.Types.Set AnyOf(int depth)
    {
        var set = new Principal.Types.Set();
        set.Ids.AddRange(Several(3, () => Principal(depth - 1)));
        return set;
    }

    private HeaderMatcher Header()
    {
        var header = new HeaderMatcher
        {
            Name = Pick(":method", ":authority", ":path", "Host", "x-a", "X-B"),
            InvertMatch = _random.Next(6) == 0,
            TreatMissingHeaderAsEmpty = _random.Next(8) == 0,
        };
        switch (_random.Next(5))
        {
            case 0:
                header.PresentMatch = _random.Next(4) > 0;
                header.TreatMissingHeaderAsEmpty = false;
                break;
            case 1:
                header.RangeMatch = new Int64Range { Start = _random.Next(5), End = 5 + _random.Next(5) };
                break;
            default:
                header.StringMatch = Text(() => Pick("GET", "POST", "shop.test", "7", Word()));
                break;
        }

        return header;
    }

    private StringMatcher Text(Func<string> value)
    {
        var matcher = new StringMatcher { IgnoreCase = _random.Next(4) == 0 };
        string text = value();
        string part = text.Length == 0 ? "a" : text[..(1 + _random.Next(text.Length))];
        switch (_random.Next(6))
        {
            case 0:
                matcher.Prefix = part;
                break;
            case 1:
                matcher.Suffix = text.Length == 0 ? "a" : text[_random.Next(text.Length)..];
                break;
            case 2:
                matcher.Contains = part;
                break;
            case 3:
                matcher.IgnoreCase = false;
                matcher.SafeRegex = new RegexMatcher { Regex = Pick(s_regexes) };
                break;
            default:
                matcher.Exact = text;
                break;
        }

        return matcher;
    }

    private TypedExtensionConfig Template() => new()
    {
        Name = "uri-template",
        TypedConfig = Any.Pack(new UriTemplateMatchConfig { PathTemplate = Pick(s_templates) }),
    };

    private MetadataMatcher Metadata()
    {
        var matcher = new MetadataMatcher { Filter = "jwt", Invert = _random.Next(6) == 0, Value = Value(depth: 2) };
        matcher.Path.Add(new MetadataMatcher.Types.PathSegment { Key = Pick("a", "b") });
        if (_random.Next(3) == 0)
        {
            matcher.Path.Add(new MetadataMatcher.Types.PathSegment { Key = Pick("a", "b") });
        }

        return matcher;
    }

    private ValueMatcher Value(int depth) => _random.Next(depth > 0 ? 9 : 6) switch
    {
        0 => new ValueMatcher { NullMatch = new() },
        1 => new ValueMatcher { BoolMatch = _random.Next(2) == 0 },
        2 => new ValueMatcher { PresentMatch = _random.Next(4) > 0 },
        3 => new ValueMatcher { DoubleMatch = new DoubleMatcher { Exact = _random.Next(3) } },
        4 or 5 => new ValueMatcher { StringMatch = Text(Word) },
        6 => new ValueMatcher { ListMatch = new ListMatcher { OneOf = Value(depth - 1) } },
        _ => new ValueMatcher { OrMatch = new OrMatcher { ValueMatchers = { Value(depth - 1), Value(depth - 1) } } },
    };

    private Struct Claims()
    {
        var claims = new Struct();
        foreach (string key in (string[])["a", "b"])
        {
            if (_random.Next(3) > 0)
            {
                claims.Fields[key] = Claim(depth: 2);
            }
        }

        return claims;
    }

    private Value Claim(int depth) => _random.Next(depth > 0 ? 8 : 5) switch
    {
        0 => Google.Protobuf.WellKnownTypes.Value.ForNull(),
        1 => Google.Protobuf.WellKnownTypes.Value.ForBool(_random.Next(2) == 0),
        2 => Google.Protobuf.WellKnownTypes.Value.ForNumber(_random.Next(3)),
        3 or 4 => Google.Protobuf.WellKnownTypes.Value.ForString(Word()),
        5 or 6 => Google.Protobuf.WellKnownTypes.Value.ForList(Claim(depth - 1), Claim(depth - 1)),
        _ => Google.Protobuf.WellKnownTypes.Value.ForStruct(Claims()),
    };

    private Dictionary<string, string> Headers()
    {
        var headers = new Dictionary<string, string>();
        foreach (string name in (string[])["x-a", "x-b"])
        {
            if (_random.Next(3) > 0)
            {
                headers[name] = Pick("7", "3", Word());
            }
        }

        return headers;
    }

    private CidrRange Range() => new()
    {
        AddressPrefix = Address(),
        PrefixLen = (uint)Pick(8, 16, 24, 31, 32),
    };

    private Int32Range Ports()
    {
        int start = _random.Next(78, 83);
        return new Int32Range { Start = start, End = start + 1 + _random.Next(40) };
    }

    private string Path() => Pick(
        "/", "/a", "/b", "/a/b", "/a/b/ab", "/a/x=y/b", "/ab?x=/a", "/a/", "/a.js", "/a//b", $"/{Word()}/{Word()}", "");

    private string SpiffeId() => Pick(
        $"spiffe://{Word()}/ns/{Pick("a", "b")}/sa/{Pick("a", "b", "ab")}",
        $"spiffe://{Word()}/ns/{Word()}/x/y/sa/{Word()}/z",
        $"spiffe://{Word()}/ns/ns/{Word()}/sa/{Word()}");

    private string Address() => $"10.{_random.Next(2)}.{_random.Next(2)}.{_random.Next(3)}";

    private string Word() => Pick(s_words);

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];

    private IEnumerable<T> Several<T>(int countMax, Func<T> make) =>
        Enumerable.Range(0, 1 + _random.Next(countMax)).Select(_ => make()).ToList();
}
