namespace Outrigger.Routing.Authorization;

/// <summary>What follows when a policy matches: <c>envoy.config.rbac.v3.RBAC.Action</c>.</summary>
public enum AuthorizationAction
{
    /// <summary>It is allowed, and what no policy matches is denied.</summary>
    Allow,

    /// <summary>It is denied, and what no policy matches is allowed.</summary>
    Deny,

    /// <summary>It is marked for the log, and allowed like everything else.</summary>
    Log,
}
