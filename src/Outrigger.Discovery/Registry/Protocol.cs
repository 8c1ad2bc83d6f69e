namespace Outrigger.Discovery.Registry;

/// <summary>
/// What a service port speaks, as far as the mesh must know: Istio's protocol selection by <c>appProtocol</c>
/// or by the prefix of the port's name.
/// </summary>
public enum Protocol
{
    /// <summary>Not declared: the proxy finds out by looking at the first bytes.</summary>
    Unknown,

    /// <summary>HTTP/1.1.</summary>
    Http,

    /// <summary>HTTP/2 in clear text.</summary>
    Http2,

    /// <summary>gRPC, over HTTP/2 in clear text.</summary>
    Grpc,

    /// <summary>gRPC-Web, over HTTP/1.1 or HTTP/2.</summary>
    GrpcWeb,

    /// <summary>HTTP over TLS: opaque to the mesh, routed by SNI.</summary>
    Https,

    /// <summary>TLS that the mesh does not terminate.</summary>
    Tls,

    /// <summary>A byte stream.</summary>
    Tcp,

    /// <summary>Datagrams: not proxied.</summary>
    Udp,
}
