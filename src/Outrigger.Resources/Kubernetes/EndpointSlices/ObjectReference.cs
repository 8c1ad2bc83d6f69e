using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.EndpointSlices;

/// <summary>Names another object.</summary>
[OpenRecord]
public sealed record ObjectReference
{
    /// <summary>Its kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Its namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its unique id.</summary>
    public string? Uid { get; init; }

    /// <summary>Its API version.</summary>
    public string? ApiVersion { get; init; }
}
