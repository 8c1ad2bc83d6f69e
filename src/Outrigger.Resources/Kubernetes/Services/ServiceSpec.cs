using System.Text.Json;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Services;

/// <summary>
/// What a Service offers: its ports, its virtual address and the labels of the pods behind it.
/// </summary>
public sealed record ServiceSpec : IResourceSpec
{
    /// <summary>
    /// How the service is reached: <c>ClusterIP</c> (default), <c>NodePort</c>, <c>LoadBalancer</c> or
    /// <c>ExternalName</c>.
    /// </summary>
    public string? Type { get; init; }

    /// <summary>
    /// The virtual address; <c>None</c> makes the service headless; empty until one is assigned.
    /// </summary>
    public string? ClusterIP { get; init; }

    /// <summary>
    /// All virtual addresses, at most one per address family; the first equals <see cref="ClusterIP"/>.
    /// </summary>
    public IReadOnlyList<string> ClusterIPs { get; init; } = [];

    /// <summary>Further addresses at which nodes accept traffic for the service.</summary>
    public IReadOnlyList<string> ExternalIPs { get; init; } = [];

    /// <summary>For <c>ExternalName</c>: the DNS name that the service is an alias of.</summary>
    public string? ExternalName { get; init; }

    /// <summary>The ports that the service offers.</summary>
    public IReadOnlyList<ServicePort> Ports { get; init; } = [];

    /// <summary>
    /// Labels that a pod must carry to be an endpoint; empty means the endpoints are managed elsewhere.
    /// </summary>
    public IReadOnlyDictionary<string, string> Selector { get; init; } = Empty.Map<string>();

    /// <summary>Whether endpoints that are not ready receive traffic too.</summary>
    public bool? PublishNotReadyAddresses { get; init; }

    /// <summary><c>None</c> or <c>ClientIP</c>; the mesh balances by its own rules.</summary>
    public string? SessionAffinity { get; init; }

    /// <summary>Options of the session affinity.</summary>
    public JsonElement? SessionAffinityConfig { get; init; }

    /// <summary>A preference for near endpoints, for example <c>PreferClose</c>.</summary>
    public string? TrafficDistribution { get; init; }

    /// <summary><c>Cluster</c> or <c>Local</c>, for traffic from inside the cluster.</summary>
    public string? InternalTrafficPolicy { get; init; }

    /// <summary><c>Cluster</c> or <c>Local</c>, for traffic from outside the cluster.</summary>
    public string? ExternalTrafficPolicy { get; init; }

    /// <summary>Node port of the health check when the external policy is <c>Local</c>.</summary>
    public int? HealthCheckNodePort { get; init; }

    /// <summary>Whether a load balancer service also gets node ports.</summary>
    public bool? AllocateLoadBalancerNodePorts { get; init; }

    /// <summary>The address families: <c>IPv4</c>, <c>IPv6</c>.</summary>
    public IReadOnlyList<string> IpFamilies { get; init; } = [];

    /// <summary><c>SingleStack</c>, <c>PreferDualStack</c> or <c>RequireDualStack</c>.</summary>
    public string? IpFamilyPolicy { get; init; }

    /// <summary>Which load balancer implementation serves the service.</summary>
    public string? LoadBalancerClass { get; init; }

    /// <summary>The address asked of the load balancer.</summary>
    public string? LoadBalancerIP { get; init; }

    /// <summary>Client ranges that the load balancer admits.</summary>
    public IReadOnlyList<string> LoadBalancerSourceRanges { get; init; } = [];
}
