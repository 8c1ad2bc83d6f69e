namespace Outrigger.Routing.Rewrites;

/// <summary>Where a new host comes from.</summary>
public enum HostRewriteKind
{
    /// <summary>It is configured.</summary>
    Literal,

    /// <summary>It is the host name of the chosen endpoint; the proxy fills it in.</summary>
    Endpoint,

    /// <summary>It is the value of a request header.</summary>
    Header,

    /// <summary>It is what a substitution makes of the path.</summary>
    PathRegex,
}
