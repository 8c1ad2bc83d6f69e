using Outrigger.Resources.Extensions;
using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Extensions.TrafficExtensions;

/// <summary>Record TrafficExtensionSpec.</summary>
[OneOf("wasm", "lua")]
[OneOf("selector", "targetRefs")]
[RecordRule(ConsistencyRule.WasmOrLua)]
[ParsedOnly]
public sealed record TrafficExtensionSpec : IResourceSpec
{
    /// <summary>Field lua.</summary>
    public LuaConfiguration? Lua { get; init; }

    /// <summary>Field match.</summary>
    public IReadOnlyList<TrafficSelector> Match { get; init; } = [];

    /// <summary>Field phase.</summary>
    public ExtensionPhase? Phase { get; init; }

    /// <summary>Field priority.</summary>
    [AllowsNull]
    public int? Priority { get; init; }

    /// <summary>Field selector.</summary>
    public WorkloadSelector? Selector { get; init; }

    /// <summary>Field targetRefs.</summary>
    [Count(Max = 16)]
    public IReadOnlyList<PolicyTargetReference> TargetRefs { get; init; } = [];

    /// <summary>Field wasm.</summary>
    public WasmConfiguration? Wasm { get; init; }
}
