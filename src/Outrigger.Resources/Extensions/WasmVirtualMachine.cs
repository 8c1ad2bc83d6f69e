using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions;

/// <summary>The machine that runs a module.</summary>
public sealed record WasmVirtualMachine
{
    /// <summary>Variables of its environment.</summary>
    [Count(Max = 256)]
    [UniqueBy("name")]
    public IReadOnlyList<WasmEnvironmentVariable> Env { get; init; } = [];
}
