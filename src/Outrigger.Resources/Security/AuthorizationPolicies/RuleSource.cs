using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>Where a request comes from; every field that is set must hold.</summary>
[RecordRule(ConsistencyRule.ServiceAccountsStandAlone)]
public sealed record RuleSource
{
    /// <summary>Addresses of the peer.</summary>
    public IReadOnlyList<string> IpBlocks { get; init; } = [];

    /// <summary>Namespaces of the peer.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Addresses that the peer must not have.</summary>
    public IReadOnlyList<string> NotIpBlocks { get; init; } = [];

    /// <summary>Namespaces that the peer must not be in.</summary>
    public IReadOnlyList<string> NotNamespaces { get; init; } = [];

    /// <summary>Identities that the peer must not have.</summary>
    public IReadOnlyList<string> NotPrincipals { get; init; } = [];

    /// <summary>Addresses that the original client must not have.</summary>
    public IReadOnlyList<string> NotRemoteIpBlocks { get; init; } = [];

    /// <summary>Token identities that the request must not have.</summary>
    public IReadOnlyList<string> NotRequestPrincipals { get; init; } = [];

    /// <summary>Service accounts that the peer must not run as.</summary>
    [Count(Max = 16)]
    [Length(Max = 320, Of = SchemaPart.Item)]
    public IReadOnlyList<string> NotServiceAccounts { get; init; } = [];

    /// <summary>Trust domains that the peer must not be of.</summary>
    public IReadOnlyList<string> NotTrustDomains { get; init; } = [];

    /// <summary>Identities of the peer.</summary>
    public IReadOnlyList<string> Principals { get; init; } = [];

    /// <summary>Addresses of the original client, as proxies report it.</summary>
    public IReadOnlyList<string> RemoteIpBlocks { get; init; } = [];

    /// <summary>Identities by token, as issuer/subject.</summary>
    public IReadOnlyList<string> RequestPrincipals { get; init; } = [];

    /// <summary>Service accounts of the peer, as namespace/name or name.</summary>
    [Count(Max = 16)]
    [Length(Max = 320, Of = SchemaPart.Item)]
    public IReadOnlyList<string> ServiceAccounts { get; init; } = [];

    /// <summary>Trust domains of the peer.</summary>
    public IReadOnlyList<string> TrustDomains { get; init; } = [];
}
