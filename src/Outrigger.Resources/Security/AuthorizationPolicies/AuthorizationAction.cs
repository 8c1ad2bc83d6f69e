using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>What a matching rule leads to.</summary>
public enum AuthorizationAction
{
    /// <summary>The request is allowed.</summary>
    [WireName("ALLOW")]
    Allow,

    /// <summary>The request is refused.</summary>
    [WireName("DENY")]
    Deny,

    /// <summary>The request is marked for auditing.</summary>
    [WireName("AUDIT")]
    Audit,

    /// <summary>An external authorizer decides.</summary>
    [WireName("CUSTOM")]
    Custom,
}
