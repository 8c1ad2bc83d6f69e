using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>Values of AuthorizationAction.</summary>
public enum AuthorizationAction
{
    /// <summary><c>ALLOW</c>.</summary>
    [WireName("ALLOW")]
    Allow,

    /// <summary><c>DENY</c>.</summary>
    [WireName("DENY")]
    Deny,

    /// <summary><c>AUDIT</c>.</summary>
    [WireName("AUDIT")]
    Audit,

    /// <summary><c>CUSTOM</c>.</summary>
    [WireName("CUSTOM")]
    Custom,
}
