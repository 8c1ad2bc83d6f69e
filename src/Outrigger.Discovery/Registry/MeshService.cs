using Outrigger.Resources;

namespace Outrigger.Discovery.Registry;

/// <summary>
/// A service that clients can call, wherever it was declared: a Kubernetes Service or one host of a
/// ServiceEntry.
/// </summary>
public sealed class MeshService
{
    /// <summary>The fully qualified host, for example <c>reviews.default.svc.cluster.local</c>.</summary>
    public required string Host { get; init; }

    /// <summary>The declaring object's name.</summary>
    public required string Name { get; init; }

    /// <summary>The declaring object's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The declaring object, for messages and for <c>explain</c>.</summary>
    public required ResourceKey Source { get; init; }

    /// <summary>
    /// The ports in their declared order, each number once; UDP is not the mesh's to carry.
    /// </summary>
    public required IReadOnlyList<MeshServicePort> Ports { get; init; }

    /// <summary>
    /// The virtual addresses (ClusterIPs, or a ServiceEntry's <c>addresses</c>); empty if there are none.
    /// </summary>
    public IReadOnlyList<string> VirtualAddresses { get; init; } = [];

    /// <summary>How the service's endpoints are found.</summary>
    public ServiceResolution Resolution { get; init; } = ServiceResolution.Registry;

    /// <summary>A Kubernetes Service with <c>clusterIP: None</c>: clients resolve it to its pods.</summary>
    public bool IsHeadless { get; init; }

    /// <summary>Declared as <c>MESH_EXTERNAL</c>: its endpoints have no sidecar.</summary>
    public bool IsExternal { get; init; }

    /// <summary>Who may see the service (<c>exportTo</c>).</summary>
    public Visibility Visibility { get; init; } = Visibility.Public;

    /// <summary>The labels that select the service's pods; null when it selects none.</summary>
    public IReadOnlyDictionary<string, string>? Selector { get; init; }

    /// <summary>Names that the service's certificates may have beside its workloads' own (ServiceEntries).</summary>
    public IReadOnlyList<string> SubjectAltNames { get; init; } = [];

    /// <summary>When the declaring object was created: the older of two on one host wins.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>
    /// True when the name comes from Kubernetes DNS, so that short forms of it are names too.
    /// </summary>
    public bool IsKubernetes { get; init; }

    /// <summary>Istio's order of precedence between objects that declare the same.</summary>
    internal bool IsOlderThan(MeshService other) =>
        Created != other.Created ? Created < other.Created : Source < other.Source;

    /// <summary>
    /// True when more than load assignments is made from the service's endpoints: the clusters of DNS
    /// services hold them, and clients call the pods of a headless service by address, where the proxy must
    /// listen.
    /// </summary>
    internal bool ShapesMore => Resolution is ServiceResolution.Dns or ServiceResolution.DnsRoundRobin
        || (IsHeadless && Ports.Any(port => !port.Protocol.IsHttp()));

    /// <summary>The port of that number, or null.</summary>
    public MeshServicePort? FindPort(int number)
    {
        foreach (var port in Ports)
            if (port.Number == number) return port;
        return null;
    }
}
