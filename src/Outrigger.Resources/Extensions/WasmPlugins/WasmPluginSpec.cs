using System.Text.Json;
using Outrigger.Resources.Extensions;
using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Extensions.WasmPlugins;

/// <summary>Record WasmPluginSpec.</summary>
[OneOf("selector", "targetRef", "targetRefs")]
[ParsedOnly]
public sealed record WasmPluginSpec : IResourceSpec
{
    /// <summary>Field failStrategy.</summary>
    public WasmFailStrategy? FailStrategy { get; init; }

    /// <summary>Field imagePullPolicy.</summary>
    public WasmPullPolicy? ImagePullPolicy { get; init; }

    /// <summary>Field imagePullSecret.</summary>
    [Length(Min = 1, Max = 253)]
    public string? ImagePullSecret { get; init; }

    /// <summary>Field match.</summary>
    public IReadOnlyList<TrafficSelector> Match { get; init; } = [];

    /// <summary>Field phase.</summary>
    public PluginPhase? Phase { get; init; }

    /// <summary>Field pluginConfig.</summary>
    public JsonElement? PluginConfig { get; init; }

    /// <summary>Field pluginName.</summary>
    [Length(Min = 1, Max = 256)]
    public string? PluginName { get; init; }

    /// <summary>Field priority.</summary>
    [AllowsNull]
    public int? Priority { get; init; }

    /// <summary>Field selector.</summary>
    public WorkloadSelector? Selector { get; init; }

    /// <summary>Field sha256.</summary>
    [Pattern("(^$|^[a-f0-9]{64}$)")]
    public string? Sha256 { get; init; }

    /// <summary>Field targetRef.</summary>
    public PolicyTargetReference? TargetRef { get; init; }

    /// <summary>Field targetRefs.</summary>
    [Count(Max = 16)]
    public IReadOnlyList<PolicyTargetReference> TargetRefs { get; init; } = [];

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
