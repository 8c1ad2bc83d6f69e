namespace Outrigger.Discovery;

/// <summary>What the whole mesh has in common (Istio's MeshConfig, as far as it is used).</summary>
public sealed record MeshOptions
{
    /// <summary>The cluster's domain suffix.</summary>
    public string Domain { get; init; } = "cluster.local";

    /// <summary>The namespace whose resources hold for the whole mesh.</summary>
    public string RootNamespace { get; init; } = "istio-system";

    /// <summary>Connect timeout of clusters whose DestinationRule names none.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a port of undeclared protocol waits for its client's first bytes before the connection counts as TCP
    /// (<c>protocolDetectionTimeout</c>). Istio waits for ever by default, which a server that speaks first would too.
    /// </summary>
    public TimeSpan ProtocolDetectionTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether calls to hosts that the mesh does not know leave it (<c>outboundTrafficPolicy: ALLOW_ANY</c>,
    /// the default) or are refused (<c>REGISTRY_ONLY</c>).
    /// </summary>
    public bool AllowUnknownDestinations { get; init; } = true;
}
