namespace Outrigger.Discovery.Transport;

/// <summary>
/// The application protocols (ALPN) by which sidecars tell each other, before the first byte, that a peer of the mesh
/// calls and whether it speaks HTTP. They are Istio's.
/// </summary>
internal static class ApplicationProtocols
{
    /// <summary>What a sidecar's client offers for bytes. The first asks to exchange metadata before them.</summary>
    public static readonly string[] Bytes = ["istio-peer-exchange", "istio"];

    /// <summary>What a sidecar's client offers for HTTP/1.1.</summary>
    public static readonly string[] Http1 = ["istio-http/1.1", "istio", "http/1.1"];

    /// <summary>What a sidecar's client offers for HTTP/2.</summary>
    public static readonly string[] Http2 = ["istio-h2", "istio", "h2"];

    /// <summary>By these a server knows HTTP of the mesh.</summary>
    public static readonly string[] MeshHttp = ["istio-http/1.0", "istio-http/1.1", "istio-h2"];

    /// <summary>By these a server knows bytes of the mesh.</summary>
    public static readonly string[] MeshBytes = ["istio-peer-exchange", "istio"];

    /// <summary>By these a server knows a peer of the mesh.</summary>
    public static readonly string[] Mesh = [.. MeshBytes, .. MeshHttp];

    /// <summary>What a server speaks; the client's first that is among them is used.</summary>
    public static readonly string[] Server = ["h2", "http/1.1"];

    /// <summary>What the server of a sidecar speaks before bytes.</summary>
    public static readonly string[] ServerBytes = ["istio-peer-exchange", .. Server];

    /// <summary>What a server of HTTP/1.1 alone speaks.</summary>
    public static readonly string[] ServerHttp1 = ["http/1.1"];

    /// <summary>What a server of HTTP/2 alone speaks.</summary>
    public static readonly string[] ServerHttp2 = ["h2"];
}
