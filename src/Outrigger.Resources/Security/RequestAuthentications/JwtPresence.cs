using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.RequestAuthentications;

/// <summary>Whether a token must be there.</summary>
public enum JwtPresence
{
    /// <summary>It may be missing.</summary>
    [WireName("OPTIONAL")]
    Optional,

    /// <summary>It must be there.</summary>
    [WireName("REQUIRED")]
    Required,
}
