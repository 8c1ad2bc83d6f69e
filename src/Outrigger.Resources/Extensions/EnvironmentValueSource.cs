using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions;

/// <summary>Where a variable's value comes from.</summary>
public enum EnvironmentValueSource
{
    /// <summary>It is given.</summary>
    [WireName("INLINE")]
    Inline,

    /// <summary>From the proxy's own environment.</summary>
    [WireName("HOST")]
    Host,
}
