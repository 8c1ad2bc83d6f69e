using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>What the WorkloadEntries of a group have in common.</summary>
[RecordRule(ConsistencyRule.UnixSocketWithoutPorts)]
public sealed record WorkloadTemplate
{
    /// <summary>The address; normally left to each workload.</summary>
    [Length(Max = 256)]
    [Rule(ValueRule.UnixSocketIsAbsolute)]
    [Rule(ValueRule.UnixSocketIsNotFolder)]
    public string? Address { get; init; }

    /// <summary>Labels.</summary>
    [Count(Max = 256)]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = Empty.Map<string>();

    /// <summary>Where the workloads are: region/zone/subzone.</summary>
    [Length(Max = 2048)]
    public string? Locality { get; init; }

    /// <summary>The network that they are in.</summary>
    [Length(Max = 2048)]
    public string? Network { get; init; }

    /// <summary>Their ports by the names of the service's ports.</summary>
    [Count(Max = 128)]
    [Rule(ValueRule.KeysArePortNames)]
    [Rule(ValueRule.PortNumber, Of = SchemaPart.Item)]
    public IReadOnlyDictionary<string, uint> Ports { get; init; } = Empty.Map<uint>();

    /// <summary>The service account that they run as.</summary>
    [Length(Max = 253)]
    public string? ServiceAccount { get; init; }

    /// <summary>Their share of the traffic.</summary>
    public uint? Weight { get; init; }
}
