namespace Outrigger.Xds;

/// <summary>The variant of the xDS protocol that a stream speaks.</summary>
public enum XdsVariant
{
    /// <summary>
    /// State of the world: <c>StreamAggregatedResources</c> (Envoy's <c>api_type: GRPC</c>).
    /// </summary>
    StateOfTheWorld,

    /// <summary>Incremental: <c>DeltaAggregatedResources</c> (Envoy's <c>api_type: DELTA_GRPC</c>).</summary>
    Delta,
}
