using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions;

/// <summary>Record WasmVirtualMachine.</summary>
public sealed record WasmVirtualMachine
{
    /// <summary>Field env.</summary>
    [Count(Max = 256)]
    [UniqueBy("name")]
    public IReadOnlyList<WasmEnvironmentVariable> Env { get; init; } = [];
}
