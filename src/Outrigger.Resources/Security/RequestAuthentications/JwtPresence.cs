using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.RequestAuthentications;

/// <summary>Values of JwtPresence.</summary>
public enum JwtPresence
{
    /// <summary><c>OPTIONAL</c>.</summary>
    [WireName("OPTIONAL")]
    Optional,

    /// <summary><c>REQUIRED</c>.</summary>
    [WireName("REQUIRED")]
    Required,
}
