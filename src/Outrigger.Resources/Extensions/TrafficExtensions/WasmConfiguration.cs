using System.Text.Json;
using Outrigger.Resources.Extensions;
using Outrigger.Resources.Extensions.WasmPlugins;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions.TrafficExtensions;

/// <summary>A WebAssembly module.</summary>
public sealed record WasmConfiguration
{
    /// <summary>What becomes of traffic when the module fails.</summary>
    public WasmFailStrategy? FailStrategy { get; init; }

    /// <summary>When the image is fetched.</summary>
    public WasmPullPolicy? ImagePullPolicy { get; init; }

    /// <summary>Secret for fetching the image.</summary>
    [Length(Min = 1, Max = 253)]
    public string? ImagePullSecret { get; init; }

    /// <summary>Configuration handed to the module.</summary>
    public JsonElement? PluginConfig { get; init; }

    /// <summary>Name of the plug-in in the module.</summary>
    [Length(Min = 1, Max = 256)]
    public string? PluginName { get; init; }

    /// <summary>Hash that the module must have.</summary>
    [Pattern("(^$|^[a-f0-9]{64}$)", Meaning = "a SHA-256 hash of 64 lower-case hexadecimal digits")]
    public string? Sha256 { get; init; }

    /// <summary>The kind of filter.</summary>
    public WasmPluginType? Type { get; init; }

    /// <summary>Where the module is fetched from.</summary>
    [Required]
    [Length(Min = 1)]
    [Rule(ValueRule.ModuleUrl)]
    public string? Url { get; init; }

    /// <summary>Key that the image must be signed with.</summary>
    public string? VerificationKey { get; init; }

    /// <summary>The machine that runs the module.</summary>
    public WasmVirtualMachine? VmConfig { get; init; }
}
