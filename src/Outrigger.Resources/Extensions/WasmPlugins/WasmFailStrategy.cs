using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions.WasmPlugins;

/// <summary>Values of WasmFailStrategy.</summary>
public enum WasmFailStrategy
{
    /// <summary><c>FAIL_CLOSE</c>.</summary>
    [WireName("FAIL_CLOSE")]
    FailClose,

    /// <summary><c>FAIL_OPEN</c>.</summary>
    [WireName("FAIL_OPEN")]
    FailOpen,

    /// <summary><c>FAIL_RELOAD</c>.</summary>
    [WireName("FAIL_RELOAD")]
    FailReload,
}
