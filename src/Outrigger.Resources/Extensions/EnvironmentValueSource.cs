using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions;

/// <summary>Values of EnvironmentValueSource.</summary>
public enum EnvironmentValueSource
{
    /// <summary><c>INLINE</c>.</summary>
    [WireName("INLINE")]
    Inline,

    /// <summary><c>HOST</c>.</summary>
    [WireName("HOST")]
    Host,
}
