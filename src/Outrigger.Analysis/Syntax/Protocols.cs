namespace Outrigger.Analysis.Syntax;

/// <summary>The protocols that ports may have.</summary>
internal static class Protocols
{
    /// <summary>Names in the <c>protocol</c> fields of Istio's kinds, in upper case.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "HTTP", "HTTP2", "HTTPS", "HTTP_PROXY", "GRPC", "GRPC-WEB", "TCP", "TLS", "UDP", "MONGO", "REDIS",
        "MYSQL",
    ];

    /// <summary>Prefixes of the names of Kubernetes Service ports.</summary>
    public static IReadOnlyList<string> PortNamePrefixes { get; } =
    [
        "http", "http2", "https", "grpc", "grpc-web", "tcp", "tls", "udp", "mongo", "redis", "mysql", "ws",
        "wss", "h2c",
    ];

    public static bool IsKnown(string protocol) => All.Contains(protocol.ToUpperInvariant());

    /// <summary>Whether a port's name says its protocol: a known one, alone or before a dash.</summary>
    public static bool IsNamedByConvention(string portName) =>
        PortNamePrefixes.Any(
            prefix => portName == prefix || portName.StartsWith(prefix + "-", StringComparison.Ordinal));
}
