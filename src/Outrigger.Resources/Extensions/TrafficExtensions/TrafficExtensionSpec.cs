using Outrigger.Resources.Extensions;
using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Extensions.TrafficExtensions;

/// <summary>A WebAssembly module or Lua script in the filter chain.</summary>
[OneOf("wasm", "lua")]
[OneOf("selector", "targetRefs")]
[RecordRule(ConsistencyRule.WasmOrLua)]
[ParsedOnly]
public sealed record TrafficExtensionSpec : IResourceSpec
{
    /// <summary>The script.</summary>
    public LuaConfiguration? Lua { get; init; }

    /// <summary>Which traffic passes the extension.</summary>
    public IReadOnlyList<TrafficSelector> Match { get; init; } = [];

    /// <summary>Where in the filter chain it belongs.</summary>
    public ExtensionPhase? Phase { get; init; }

    /// <summary>Order among extensions of a phase: the higher comes first.</summary>
    [AllowsNull]
    public int? Priority { get; init; }

    /// <summary>Workloads that it is for; all of the namespace if not set.</summary>
    public WorkloadSelector? Selector { get; init; }

    /// <summary>Objects that it is attached to.</summary>
    [Count(Max = 16)]
    public IReadOnlyList<PolicyTargetReference> TargetRefs { get; init; } = [];

    /// <summary>The module.</summary>
    public WasmConfiguration? Wasm { get; init; }
}
