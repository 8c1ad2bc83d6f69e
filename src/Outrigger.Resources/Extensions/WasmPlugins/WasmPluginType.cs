using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions.WasmPlugins;

/// <summary>The kind of filter that a module is.</summary>
public enum WasmPluginType
{
    /// <summary>As by default: an HTTP filter.</summary>
    [WireName("UNSPECIFIED_PLUGIN_TYPE")]
    UnspecifiedPluginType,

    /// <summary>An HTTP filter.</summary>
    [WireName("HTTP")]
    Http,

    /// <summary>A network filter.</summary>
    [WireName("NETWORK")]
    Network,
}
