using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions.WasmPlugins;

/// <summary>What becomes of traffic when a module fails.</summary>
public enum WasmFailStrategy
{
    /// <summary>It is refused.</summary>
    [WireName("FAIL_CLOSE")]
    FailClose,

    /// <summary>It passes without the module.</summary>
    [WireName("FAIL_OPEN")]
    FailOpen,

    /// <summary>The module is loaded anew.</summary>
    [WireName("FAIL_RELOAD")]
    FailReload,
}
