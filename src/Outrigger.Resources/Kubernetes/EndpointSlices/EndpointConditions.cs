namespace Outrigger.Resources.Kubernetes.EndpointSlices;

/// <summary>State of an endpoint; an unset condition is unknown and is taken as ready.</summary>
public sealed record EndpointConditions
{
    /// <summary>Whether it may receive traffic.</summary>
    public bool? Ready { get; init; }

    /// <summary>Whether it answers, even while terminating.</summary>
    public bool? Serving { get; init; }

    /// <summary>Whether it is about to stop.</summary>
    public bool? Terminating { get; init; }
}
