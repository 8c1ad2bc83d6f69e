using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions.WasmPlugins;

/// <summary>Values of WasmPluginType.</summary>
public enum WasmPluginType
{
    /// <summary><c>UNSPECIFIED_PLUGIN_TYPE</c>.</summary>
    [WireName("UNSPECIFIED_PLUGIN_TYPE")]
    UnspecifiedPluginType,

    /// <summary><c>HTTP</c>.</summary>
    [WireName("HTTP")]
    Http,

    /// <summary><c>NETWORK</c>.</summary>
    [WireName("NETWORK")]
    Network,
}
