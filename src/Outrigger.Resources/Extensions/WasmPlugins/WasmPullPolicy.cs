using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions.WasmPlugins;

/// <summary>When a module's image is fetched.</summary>
public enum WasmPullPolicy
{
    /// <summary>As by default: when missing, or always for the tag <c>latest</c>.</summary>
    [WireName("UNSPECIFIED_POLICY")]
    UnspecifiedPolicy,

    /// <summary>When it is missing.</summary>
    [WireName("IfNotPresent")]
    IfNotPresent,

    /// <summary>Whenever the extension changes.</summary>
    [WireName("Always")]
    Always,
}
