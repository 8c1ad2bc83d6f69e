using Envoy.Config.Rbac.V3;
using Outrigger.Resources.Security.AuthorizationPolicies;

namespace Outrigger.Discovery.Security.Authorization;

/// <summary>Lists the attributes that rules speak of, in the order in which Istio writes them.</summary>
/// <param name="policyNamespace">The namespace of the policy.</param>
/// <param name="aliases">The trust domains of the mesh.</param>
internal sealed class RuleAttributes(string policyNamespace, TrustDomainAliases aliases)
{
    private const string HeaderPrefix = "request.headers[";
    private const string ClaimPrefix = "request.auth.claims[";

    /// <summary>The attributes of an operation.</summary>
    public static IEnumerable<RuleAttribute<Permission>> Of(RuleOperation operation) =>
    [
        new(operation.Hosts, operation.NotHosts, IsHttpOnly: true, Permissions.OneOf(Permissions.Host)),
        new(operation.Methods, operation.NotMethods, IsHttpOnly: true, Permissions.OneOf(Permissions.Method)),
        new(operation.Paths, operation.NotPaths, IsHttpOnly: true, Permissions.OneOf(Permissions.Path)),
        new(operation.Ports, operation.NotPorts, IsHttpOnly: false, Permissions.OneOf(Permissions.Port)),
    ];

    /// <summary>The attributes of a source.</summary>
    public IEnumerable<RuleAttribute<Principal>> Of(RuleSource source) =>
    [
        Identities(source.Principals, source.NotPrincipals),
        new(source.RequestPrincipals, source.NotRequestPrincipals, IsHttpOnly: true, Principals.TokenIdentity),
        Accounts(source.ServiceAccounts, source.NotServiceAccounts),
        OfPeer(source.TrustDomains, source.NotTrustDomains, Principals.TrustDomain),
        OfPeer(source.Namespaces, source.NotNamespaces, Principals.Namespace),
        OfPeer(source.RemoteIpBlocks, source.NotRemoteIpBlocks, Principals.ClientAddress),
        OfPeer(source.IpBlocks, source.NotIpBlocks, Principals.PeerAddress),
    ];

    /// <summary>The attribute of the connection's other end that a condition names; null when it names none.</summary>
    public static RuleAttribute<Permission>? DestinationOf(RuleCondition condition)
    {
        Func<string, Permission>? permission = condition.Key switch
        {
            "destination.ip" => Permissions.Address,
            "destination.port" => Permissions.Port,
            "connection.sni" => Permissions.ServerName,
            _ => null,
        };
        return permission is null
            ? null
            : new(condition.Values, condition.NotValues, IsHttpOnly: false, Permissions.OneOf(permission));
    }

    /// <summary>The attribute of the source or the request that a condition names; null when it names none.</summary>
    public RuleAttribute<Principal>? SourceOf(RuleCondition condition)
    {
        var (values, notValues) = (condition.Values, condition.NotValues);
        return condition.Key switch
        {
            "source.ip" => OfPeer(values, notValues, Principals.PeerAddress),
            "remote.ip" => OfPeer(values, notValues, Principals.ClientAddress),
            "source.namespace" => OfPeer(values, notValues, Principals.Namespace),
            "source.principal" => Identities(values, notValues),
            "source.serviceAccount" => Accounts(values, notValues),
            "source.trustDomain" => OfPeer(values, notValues, Principals.TrustDomain),
            "request.auth.principal" => OfRequest(condition, Principals.TokenIdentity),
            "request.auth.audiences" => OfRequest(condition, Principals.Claim("aud")),
            "request.auth.presenter" => OfRequest(condition, Principals.Claim("azp")),
            { } key when NamesIn(key, HeaderPrefix) is [var header] =>
                OfRequest(condition, Principals.OneOf(Principals.Header(header))),
            { } key when NamesIn(key, ClaimPrefix) is { Count: > 0 } claim =>
                OfRequest(condition, Principals.Claim(claim)),
            _ => null,
        };
    }

    /// <summary>
    /// The names in brackets behind a prefix: <c>[a][b]</c>; none when that is not how the key goes on.
    /// </summary>
    private static IReadOnlyList<string> NamesIn(string key, string prefix)
    {
        if (!key.StartsWith(prefix, StringComparison.Ordinal) || !key.EndsWith(']')) return [];
        var names = key[prefix.Length..^1].Split("][");
        return names.All(name => name.Length > 0 && name.IndexOfAny(['[', ']']) < 0) ? names : [];
    }

    private static RuleAttribute<Principal> OfPeer(
        IReadOnlyList<string> values, IReadOnlyList<string> notValues, Func<string, Principal> ofValue) =>
        new(values, notValues, IsHttpOnly: false, Principals.OneOf(ofValue));

    private static RuleAttribute<Principal> OfRequest(
        RuleCondition condition, Func<IReadOnlyList<string>, Principal> ofValues) =>
        new(condition.Values, condition.NotValues, IsHttpOnly: true, ofValues);

    private RuleAttribute<Principal> Identities(IReadOnlyList<string> values, IReadOnlyList<string> notValues) =>
        OfPeer(aliases.Expand(values), aliases.Expand(notValues), Principals.Identity);

    private RuleAttribute<Principal> Accounts(IReadOnlyList<string> values, IReadOnlyList<string> notValues) =>
        OfPeer(values, notValues, Principals.ServiceAccount(policyNamespace));
}
