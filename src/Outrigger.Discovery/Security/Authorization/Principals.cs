using Envoy.Config.Rbac.V3;
using Envoy.Type.Matcher.V3;

namespace Outrigger.Discovery.Security.Authorization;

/// <summary>The principals that attributes of rules stand for.</summary>
internal static class Principals
{
    private const string UriPrefix = "spiffe://";
    private const string TokenFilter = "envoy.filters.http.jwt_authn";
    private const string TokenPayload = "payload";

    /// <summary>Whoever it is.</summary>
    public static Principal Any() => new() { Any = true };

    /// <summary>Nobody.</summary>
    public static Principal Never() => Not(Any());

    /// <summary>Whoever the principal is not.</summary>
    public static Principal Not(Principal principal) => new() { NotId = principal };

    /// <summary>Who all of the principals are.</summary>
    public static Principal All(IEnumerable<Principal> principals)
    {
        var set = new Principal.Types.Set();
        set.Ids.Add(principals);
        return new Principal { AndIds = set };
    }

    /// <summary>One of the values, each as a principal.</summary>
    public static Func<IReadOnlyList<string>, Principal> OneOf(Func<string, Principal> ofValue) => values =>
    {
        var set = new Principal.Types.Set();
        set.Ids.Add(values.Select(ofValue));
        return new Principal { OrIds = set };
    };

    /// <summary>An identity without its scheme: <c>cluster.local/ns/shop/sa/frontend</c>.</summary>
    public static Principal Identity(string value) => Peer(TextMatchers.WithPrefix(value, UriPrefix));

    /// <summary>Whoever is of a namespace; a star stands for any characters.</summary>
    public static Principal Namespace(string value) => Peer(TextMatchers.Expression(
        $".*/ns/{TextMatchers.Quote(value).Replace(@"\*", ".*", StringComparison.Ordinal)}/.*"));

    /// <summary>Whoever is of a trust domain; a star stands for any characters of one.</summary>
    public static Principal TrustDomain(string value) => value.Contains('*', StringComparison.Ordinal)
        ? Peer(TextMatchers.Expression(
            $"{UriPrefix}{TextMatchers.Quote(value).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}/.*"))
        : Peer(TextMatchers.Prefix($"{UriPrefix}{value}/"));

    /// <summary>
    /// A service account by <c>namespace/name</c>, or by name in the policy's own namespace. Parts that others put into
    /// identities between and after namespace and account do not matter.
    /// </summary>
    public static Func<string, Principal> ServiceAccount(string policyNamespace) => value =>
    {
        var slash = value.IndexOf('/');
        var accountNamespace = slash < 0 ? policyNamespace : value[..slash];
        var account = value[(slash + 1)..];
        return Peer(TextMatchers.Expression(
            $"{UriPrefix}.+/ns/{TextMatchers.Quote(accountNamespace)}/(.+/|)sa/{TextMatchers.Quote(account)}(/.+)?"));
    };

    /// <summary>An address of the connection's peer.</summary>
    public static Principal PeerAddress(string value) => new() { DirectRemoteIp = AddressRanges.Of(value) };

    /// <summary>An address of the client, as proxies before this one told it.</summary>
    public static Principal ClientAddress(string value) => new() { RemoteIp = AddressRanges.Of(value) };

    /// <summary>A header of the request.</summary>
    public static Func<string, Principal> Header(string name) =>
        value => new Principal { Header = TextMatchers.Header(name, value) };

    /// <summary>Identities by token: issuer and subject, with a slash between them.</summary>
    public static Principal TokenIdentity(IReadOnlyList<string> values)
    {
        var principals = values.Select(TokenIdentity).ToList();
        if (principals.Count == 1) return principals[0];
        var set = new Principal.Types.Set();
        set.Ids.Add(principals);
        return new Principal { OrIds = set };
    }

    /// <summary>A claim that is one of the values, or a list with one of them.</summary>
    public static Func<IReadOnlyList<string>, Principal> Claim(params IReadOnlyList<string> path) => values =>
    {
        var isOneOf = TextMatchers.OneOf(values);
        var either = new OrMatcher();
        either.ValueMatchers.Add(new ValueMatcher { ListMatch = new ListMatcher { OneOf = isOneOf } });
        either.ValueMatchers.Add(isOneOf.Clone());
        return OfToken(path, new ValueMatcher { OrMatch = either });
    };

    /// <summary>Issuers may be URLs, so that the last slash divides.</summary>
    private static Principal TokenIdentity(string value)
    {
        var slash = value.LastIndexOf('/');
        var issuer = slash < 0 ? value : value[..slash];
        var subject = slash < 0 ? "" : value[(slash + 1)..];
        var (issuerMatcher, subjectMatcher) = value switch
        {
            "*" => (TextMatchers.Any(), TextMatchers.Any()),
            ['*', ..] when slash < 0 => (TextMatchers.Any(), TextMatchers.Suffix(value[1..])),
            ['*', ..] => (TextMatchers.Of(issuer), TextMatchers.Exact(subject)),
            [.., '*'] when slash < 0 => (TextMatchers.Prefix(value[..^1]), TextMatchers.Any()),
            [.., '*'] => (TextMatchers.Exact(issuer), TextMatchers.Of(subject)),
            _ => (TextMatchers.Exact(issuer), TextMatchers.Exact(subject)),
        };
        return All([
            OfToken(["iss"], new ValueMatcher { StringMatch = issuerMatcher }),
            OfToken(["sub"], new ValueMatcher { StringMatch = subjectMatcher }),
        ]);
    }

    private static Principal OfToken(IReadOnlyList<string> path, ValueMatcher value)
    {
        var matcher = new MetadataMatcher { Filter = TokenFilter, Value = value };
        matcher.Path.Add(path.Prepend(TokenPayload).Select(key => new MetadataMatcher.Types.PathSegment { Key = key }));
        return new Principal { Metadata = matcher };
    }

    private static Principal Peer(StringMatcher name) =>
        new() { Authenticated = new Principal.Types.Authenticated { PrincipalName = name } };
}
