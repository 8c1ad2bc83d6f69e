using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadEntries;

/// <summary>Record WorkloadEntrySpec.</summary>
[RecordRule(ConsistencyRule.AddressOrNetwork)]
[RecordRule(ConsistencyRule.UnixSocketWithoutPorts)]
public sealed record WorkloadEntrySpec : IResourceSpec
{
    /// <summary>Field address.</summary>
    [Length(Max = 256)]
    [Rule(ValueRule.UnixSocketIsAbsolute)]
    [Rule(ValueRule.UnixSocketIsNotFolder)]
    public string? Address { get; init; }

    /// <summary>Field labels.</summary>
    [Count(Max = 256)]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = Empty.Map<string>();

    /// <summary>Field locality.</summary>
    [Length(Max = 2048)]
    public string? Locality { get; init; }

    /// <summary>Field network.</summary>
    [Length(Max = 2048)]
    [ParsedOnly]
    public string? Network { get; init; }

    /// <summary>Field ports.</summary>
    [Count(Max = 128)]
    [Rule(ValueRule.KeysArePortNames)]
    [Rule(ValueRule.PortNumber, Of = SchemaPart.Item)]
    public IReadOnlyDictionary<string, uint> Ports { get; init; } = Empty.Map<uint>();

    /// <summary>Field serviceAccount.</summary>
    [Length(Max = 253)]
    public string? ServiceAccount { get; init; }

    /// <summary>Field weight.</summary>
    public uint? Weight { get; init; }
}
