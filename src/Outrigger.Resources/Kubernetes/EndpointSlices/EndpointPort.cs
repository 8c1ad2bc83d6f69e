namespace Outrigger.Resources.Kubernetes.EndpointSlices;

/// <summary>One port of a slice.</summary>
public sealed record EndpointPort
{
    /// <summary>Name of the service port that it belongs to.</summary>
    public string? Name { get; init; }

    /// <summary>The port number at the endpoint.</summary>
    public int? Port { get; init; }

    /// <summary>The transport: <c>TCP</c> (default), <c>UDP</c> or <c>SCTP</c>.</summary>
    public string? Protocol { get; init; }

    /// <summary>The application protocol.</summary>
    public string? AppProtocol { get; init; }
}
