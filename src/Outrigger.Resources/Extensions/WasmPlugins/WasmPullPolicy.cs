using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions.WasmPlugins;

/// <summary>Values of WasmPullPolicy.</summary>
public enum WasmPullPolicy
{
    /// <summary><c>UNSPECIFIED_POLICY</c>.</summary>
    [WireName("UNSPECIFIED_POLICY")]
    UnspecifiedPolicy,

    /// <summary><c>IfNotPresent</c>.</summary>
    [WireName("IfNotPresent")]
    IfNotPresent,

    /// <summary><c>Always</c>.</summary>
    [WireName("Always")]
    Always,
}
