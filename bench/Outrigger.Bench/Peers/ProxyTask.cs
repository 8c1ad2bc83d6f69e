namespace Outrigger.Bench.Peers;

/// <summary>What a proxy has to do in one scenario; each peer says it in its own configuration's words.</summary>
internal sealed record ProxyTask
{
    /// <summary>The host name that requests carry, that a route must match, and that certificates are for.</summary>
    public const string Host = "bench.local";

    public required Protocol Protocol { get; init; }

    /// <summary>How clients' connections are protected.</summary>
    public Protection Listen { get; init; } = Protection.None;

    /// <summary>How connections to backends are protected.</summary>
    public Protection Forward { get; init; } = Protection.None;

    /// <summary>Whether the proxy answers by itself, so that nothing behind it is measured.</summary>
    public bool AnswersItself { get; init; }

    /// <summary>What the proxy balances between, as <c>ip:port</c>.</summary>
    public required IReadOnlyList<string> Backends { get; init; }

    public required Certificates Certificates { get; init; }

    public bool IsHttp2 => Protocol is Protocol.Http2 or Protocol.Grpc;

    /// <summary>The name that TLS peers agree upon for the protocol (ALPN).</summary>
    public string ApplicationProtocol => IsHttp2 ? "h2" : "http/1.1";
}
