namespace Outrigger.Discovery.Registry;

/// <summary>Istio's explicit protocol selection for service ports.</summary>
public static class ProtocolSelection
{
    /// <summary>
    /// Ports on which servers speak first, so that looking at the client's bytes would wait for ever.
    /// </summary>
    private static readonly int[] ServerFirstPorts = [25, 53, 3306, 27017];

    /// <summary>
    /// The protocol of a Kubernetes service port: <c>appProtocol</c> beats the name's prefix before <c>-</c>,
    /// which beats detection; well-known server-first ports are TCP unless declared otherwise.
    /// </summary>
    /// <param name="portName">The port's name, or null.</param>
    /// <param name="appProtocol">The port's <c>appProtocol</c>, or null.</param>
    /// <param name="transport">The port's Kubernetes <c>protocol</c>: TCP (default), UDP or SCTP.</param>
    /// <param name="port">The service port's number.</param>
    public static Protocol OfKubernetesPort(string? portName, string? appProtocol, string? transport, int port)
    {
        if (transport is "UDP" or "SCTP") return Protocol.Udp;
        var declared = Parse(appProtocol);
        if (declared == Protocol.Unknown) declared = Parse(PrefixOf(portName));
        if (declared != Protocol.Unknown) return declared;
        return ServerFirstPorts.Contains(port) ? Protocol.Tcp : Protocol.Unknown;
    }

    /// <summary>
    /// The protocol named by an Istio resource (<c>HTTP</c>, <c>GRPC</c>, <c>TCP</c> …), by
    /// <c>appProtocol</c> (also <c>kubernetes.io/h2c</c>, <c>kubernetes.io/ws</c>) or by a port name's
    /// prefix.
    /// </summary>
    public static Protocol Parse(string? name) => name?.ToLowerInvariant() switch
    {
        "http" or "http_proxy" or "kubernetes.io/ws" => Protocol.Http,
        "http2" or "kubernetes.io/h2c" => Protocol.Http2,
        "grpc" => Protocol.Grpc,
        "grpc-web" => Protocol.GrpcWeb,
        "https" or "kubernetes.io/wss" => Protocol.Https,
        "tls" => Protocol.Tls,
        // Istio parses these databases only on request; to the mesh they are byte streams.
        "tcp" or "mongo" or "redis" or "mysql" => Protocol.Tcp,
        "udp" => Protocol.Udp,
        _ => Protocol.Unknown,
    };

    /// <summary>True when the mesh routes the protocol request by request.</summary>
    public static bool IsHttp(this Protocol protocol) =>
        protocol is Protocol.Http or Protocol.Http2 or Protocol.Grpc or Protocol.GrpcWeb;

    private static string? PrefixOf(string? portName)
    {
        if (portName is null) return null;
        if (portName.StartsWith("grpc-web", StringComparison.OrdinalIgnoreCase)) return "grpc-web";
        var dash = portName.IndexOf('-');
        return dash < 0 ? portName : portName[..dash];
    }
}
