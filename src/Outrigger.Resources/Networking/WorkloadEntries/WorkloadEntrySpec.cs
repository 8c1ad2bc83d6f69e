using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadEntries;

/// <summary>One workload that is not a pod, such as a virtual machine.</summary>
[RecordRule(ConsistencyRule.AddressOrNetwork)]
[RecordRule(ConsistencyRule.UnixSocketWithoutPorts)]
public sealed record WorkloadEntrySpec : IResourceSpec
{
    /// <summary>Its IP address, host name or Unix domain socket.</summary>
    [Length(Max = 256)]
    [Rule(ValueRule.UnixSocketIsAbsolute)]
    [Rule(ValueRule.UnixSocketIsNotFolder)]
    public string? Address { get; init; }

    /// <summary>Its labels.</summary>
    [Count(Max = 256)]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = Empty.Map<string>();

    /// <summary>Where it is: region/zone/subzone.</summary>
    [Length(Max = 2048)]
    public string? Locality { get; init; }

    /// <summary>The network that it is in, if that is not the clients'.</summary>
    [Length(Max = 2048)]
    [ParsedOnly]
    public string? Network { get; init; }

    /// <summary>Its ports by the names of the service's ports.</summary>
    [Count(Max = 128)]
    [Rule(ValueRule.KeysArePortNames)]
    [Rule(ValueRule.PortNumber, Of = SchemaPart.Item)]
    public IReadOnlyDictionary<string, uint> Ports { get; init; } = Empty.Map<uint>();

    /// <summary>The service account that it runs as.</summary>
    [Length(Max = 253)]
    public string? ServiceAccount { get; init; }

    /// <summary>Its share of the traffic relative to other endpoints.</summary>
    public uint? Weight { get; init; }
}
