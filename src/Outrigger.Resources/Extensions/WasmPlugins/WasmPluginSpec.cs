using System.Text.Json;
using Outrigger.Resources.Extensions;
using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Extensions.WasmPlugins;

/// <summary>A WebAssembly module in the filter chain.</summary>
[OneOf("selector", "targetRef", "targetRefs")]
[ParsedOnly]
public sealed record WasmPluginSpec : IResourceSpec
{
    /// <summary>What becomes of traffic when the module fails.</summary>
    public WasmFailStrategy? FailStrategy { get; init; }

    /// <summary>When the image is fetched.</summary>
    public WasmPullPolicy? ImagePullPolicy { get; init; }

    /// <summary>Secret for fetching the image.</summary>
    [Length(Min = 1, Max = 253)]
    public string? ImagePullSecret { get; init; }

    /// <summary>Which traffic passes the module.</summary>
    public IReadOnlyList<TrafficSelector> Match { get; init; } = [];

    /// <summary>Where in the filter chain it belongs.</summary>
    public PluginPhase? Phase { get; init; }

    /// <summary>Configuration handed to the module.</summary>
    public JsonElement? PluginConfig { get; init; }

    /// <summary>Name of the plug-in in the module.</summary>
    [Length(Min = 1, Max = 256)]
    public string? PluginName { get; init; }

    /// <summary>Order among modules of a phase: the higher comes first.</summary>
    [AllowsNull]
    public int? Priority { get; init; }

    /// <summary>Workloads that it is for; all of the namespace if not set.</summary>
    public WorkloadSelector? Selector { get; init; }

    /// <summary>Hash that the module must have.</summary>
    [Pattern("(^$|^[a-f0-9]{64}$)", Meaning = "a SHA-256 hash of 64 lower-case hexadecimal digits")]
    public string? Sha256 { get; init; }

    /// <summary>Deprecated single target; <see cref="TargetRefs"/> replaces it.</summary>
    public PolicyTargetReference? TargetRef { get; init; }

    /// <summary>Objects that it is attached to.</summary>
    [Count(Max = 16)]
    public IReadOnlyList<PolicyTargetReference> TargetRefs { get; init; } = [];

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
