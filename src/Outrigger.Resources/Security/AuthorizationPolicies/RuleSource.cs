using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>Record RuleSource.</summary>
[RecordRule(ConsistencyRule.ServiceAccountsStandAlone)]
public sealed record RuleSource
{
    /// <summary>Field ipBlocks.</summary>
    public IReadOnlyList<string> IpBlocks { get; init; } = [];

    /// <summary>Field namespaces.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Field notIpBlocks.</summary>
    public IReadOnlyList<string> NotIpBlocks { get; init; } = [];

    /// <summary>Field notNamespaces.</summary>
    public IReadOnlyList<string> NotNamespaces { get; init; } = [];

    /// <summary>Field notPrincipals.</summary>
    public IReadOnlyList<string> NotPrincipals { get; init; } = [];

    /// <summary>Field notRemoteIpBlocks.</summary>
    public IReadOnlyList<string> NotRemoteIpBlocks { get; init; } = [];

    /// <summary>Field notRequestPrincipals.</summary>
    public IReadOnlyList<string> NotRequestPrincipals { get; init; } = [];

    /// <summary>Field notServiceAccounts.</summary>
    [Count(Max = 16)]
    [Length(Max = 320, Of = SchemaPart.Item)]
    public IReadOnlyList<string> NotServiceAccounts { get; init; } = [];

    /// <summary>Field notTrustDomains.</summary>
    public IReadOnlyList<string> NotTrustDomains { get; init; } = [];

    /// <summary>Field principals.</summary>
    public IReadOnlyList<string> Principals { get; init; } = [];

    /// <summary>Field remoteIpBlocks.</summary>
    public IReadOnlyList<string> RemoteIpBlocks { get; init; } = [];

    /// <summary>Field requestPrincipals.</summary>
    public IReadOnlyList<string> RequestPrincipals { get; init; } = [];

    /// <summary>Field serviceAccounts.</summary>
    [Count(Max = 16)]
    [Length(Max = 320, Of = SchemaPart.Item)]
    public IReadOnlyList<string> ServiceAccounts { get; init; } = [];

    /// <summary>Field trustDomains.</summary>
    public IReadOnlyList<string> TrustDomains { get; init; } = [];
}
