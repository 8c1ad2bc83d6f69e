using System.Text.Json;
using Outrigger.Resources.Extensions;
using Outrigger.Resources.Extensions.WasmPlugins;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions.TrafficExtensions;

/// <summary>Record WasmConfiguration.</summary>
public sealed record WasmConfiguration
{
    /// <summary>Field failStrategy.</summary>
    public WasmFailStrategy? FailStrategy { get; init; }

    /// <summary>Field imagePullPolicy.</summary>
    public WasmPullPolicy? ImagePullPolicy { get; init; }

    /// <summary>Field imagePullSecret.</summary>
    [Length(Min = 1, Max = 253)]
    public string? ImagePullSecret { get; init; }

    /// <summary>Field pluginConfig.</summary>
    public JsonElement? PluginConfig { get; init; }

    /// <summary>Field pluginName.</summary>
    [Length(Min = 1, Max = 256)]
    public string? PluginName { get; init; }

    /// <summary>Field sha256.</summary>
    [Pattern("(^$|^[a-f0-9]{64}$)")]
    public string? Sha256 { get; init; }

    /// <summary>Field type.</summary>
    public WasmPluginType? Type { get; init; }

    /// <summary>Field url.</summary>
    [Required]
    [Length(Min = 1)]
    [Rule(ValueRule.ModuleUrl)]
    public string? Url { get; init; }

    /// <summary>Field verificationKey.</summary>
    public string? VerificationKey { get; init; }

    /// <summary>Field vmConfig.</summary>
    public WasmVirtualMachine? VmConfig { get; init; }
}
