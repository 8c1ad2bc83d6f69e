using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions.WasmPlugins;

/// <summary>Values of PluginPhase.</summary>
public enum PluginPhase
{
    /// <summary><c>UNSPECIFIED_PHASE</c>.</summary>
    [WireName("UNSPECIFIED_PHASE")]
    UnspecifiedPhase,

    /// <summary><c>AUTHN</c>.</summary>
    [WireName("AUTHN")]
    Authn,

    /// <summary><c>AUTHZ</c>.</summary>
    [WireName("AUTHZ")]
    Authz,

    /// <summary><c>STATS</c>.</summary>
    [WireName("STATS")]
    Stats,
}
