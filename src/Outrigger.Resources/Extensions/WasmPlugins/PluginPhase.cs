using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions.WasmPlugins;

/// <summary>Where in the filter chain a plug-in belongs.</summary>
public enum PluginPhase
{
    /// <summary>At the end, before the router.</summary>
    [WireName("UNSPECIFIED_PHASE")]
    UnspecifiedPhase,

    /// <summary>Before authentication filters.</summary>
    [WireName("AUTHN")]
    Authn,

    /// <summary>Before authorization filters.</summary>
    [WireName("AUTHZ")]
    Authz,

    /// <summary>Before statistics filters.</summary>
    [WireName("STATS")]
    Stats,
}
