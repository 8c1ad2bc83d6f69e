using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.EndpointSlices;

/// <summary>Network endpoints of a service, as the platform keeps them.</summary>
public sealed record EndpointSlice : IResourceSpec
{
    /// <summary><c>IPv4</c>, <c>IPv6</c> or <c>FQDN</c>.</summary>
    [Required]
    public string? AddressType { get; init; }

    /// <summary>The endpoints.</summary>
    [Required]
    public IReadOnlyList<Endpoint> Endpoints { get; init; } = [];

    /// <summary>The ports that every endpoint offers.</summary>
    public IReadOnlyList<EndpointPort> Ports { get; init; } = [];
}
