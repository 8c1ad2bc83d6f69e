namespace Outrigger.Discovery.Registry;

/// <summary>One address and port where a service is served.</summary>
public sealed class MeshEndpoint
{
    /// <summary>An IP address, or a host name for services that resolve by DNS.</summary>
    public required string Address { get; init; }

    /// <summary>The port on that address, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>The workload's labels: subsets select by them.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = EmptyLabels;

    /// <summary>Load-balancing weight, at least 1; 0 when none was given.</summary>
    public int Weight { get; init; }

    /// <summary>The locality as <c>region/zone/subzone</c>; empty when unknown.</summary>
    public string Locality { get; init; } = "";

    /// <summary>The workload's name (its pod's), for display; empty when unknown.</summary>
    public string WorkloadName { get; init; } = "";

    /// <summary>
    /// Who serves there, as the path of a SPIFFE ID (<c>/ns/NAMESPACE/sa/ACCOUNT</c>); empty when unknown.
    /// </summary>
    public string Identity { get; init; } = "";

    /// <summary>Whether the workload has a sidecar, and its policy lets the port take mutual TLS.</summary>
    public bool TakesMutualTls { get; init; }

    /// <summary>Whether the endpoint takes new connections.</summary>
    public bool Ready { get; init; } = true;

    /// <summary>No labels.</summary>
    public static IReadOnlyDictionary<string, string> EmptyLabels { get; } = new Dictionary<string, string>();
}
