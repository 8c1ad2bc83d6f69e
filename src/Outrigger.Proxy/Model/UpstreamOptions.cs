namespace Outrigger.Proxy.Model;

/// <summary>
/// Limits on what a cluster may have in flight. Follows <c>CircuitBreakers.Thresholds</c>; the limits hold
/// per cluster.
/// </summary>
/// <param name="ConnectionsMax">Connections to all endpoints.</param>
/// <param name="PendingRequestsMax">Requests that wait for a connection.</param>
/// <param name="RequestsMax">Requests in flight.</param>
/// <param name="RetriesMax">Retries in flight.</param>
internal sealed record CircuitBreakerLimits(
    uint ConnectionsMax, uint PendingRequestsMax, uint RequestsMax, uint RetriesMax)
{
    /// <summary>Envoy's defaults.</summary>
    public static CircuitBreakerLimits Default { get; } = new(1024, 1024, 1024, 3);
}

/// <summary>Which HTTP is spoken to a cluster's endpoints.</summary>
internal enum UpstreamHttpVersion : byte
{
    /// <summary>HTTP/1.1.</summary>
    Http1,

    /// <summary>HTTP/2 with prior knowledge.</summary>
    Http2,

    /// <summary>The version the client used.</summary>
    SameAsDownstream,
}

/// <summary>
/// How HTTP is spoken to a cluster's endpoints. Follows
/// <c>envoy.extensions.upstreams.http.v3.HttpProtocolOptions</c>.
/// </summary>
internal sealed record UpstreamHttpOptions
{
    /// <summary>Envoy's defaults: HTTP/1.1, idle connections live for an hour.</summary>
    public static UpstreamHttpOptions Default { get; } = new();

    /// <summary>The version that is spoken.</summary>
    public UpstreamHttpVersion Version { get; init; }

    /// <summary>How HTTP/2 is spoken.</summary>
    public Http2Settings Http2 { get; init; } = Http2Settings.Default;

    /// <summary>Whether TLS asks for the request's host as server name (<c>auto_sni</c>).</summary>
    public bool AsksForHost { get; init; }

    /// <summary>
    /// Whether the endpoint's certificate must be for the request's host (<c>auto_san_validation</c>).
    /// </summary>
    public bool ChecksHost { get; init; }

    /// <summary>The lower-case name of the header that names the host for that, or empty.</summary>
    public string ServerNameHeader { get; init; } = "";

    /// <summary>How long an idle connection stays in the pool, in milliseconds; 0 = for ever.</summary>
    public int IdleTimeoutMs { get; init; } = 3_600_000;

    /// <summary>How long a connection may live, in milliseconds; 0 = for ever.</summary>
    public int ConnectionDurationMaxMs { get; init; }

    /// <summary>How long one stream may live, in milliseconds; 0 = for ever.</summary>
    public int StreamDurationMaxMs { get; init; }

    /// <summary>How many requests one connection carries; 0 = without limit.</summary>
    public int RequestsPerConnectionMax { get; init; }

    /// <summary>How many headers a response may have.</summary>
    public int ResponseHeadersCountMax { get; init; } = 100;

    /// <summary>How many bytes the head of a response may have.</summary>
    public int ResponseHeadersBytesMax { get; init; } = 60 * 1024;

    /// <summary>Whether header names are written with capitals (<c>Proper-Case</c>).</summary>
    public bool WritesProperCase { get; init; }

    /// <summary>Whether trailers are forwarded.</summary>
    public bool TrailersEnabled { get; init; }
}

/// <summary>How the kernel probes idle connections. 0 means the kernel's own default.</summary>
/// <param name="ProbesCount">Probes without an answer before the connection counts as dead.</param>
/// <param name="IdleSeconds">Seconds without traffic before the first probe.</param>
/// <param name="IntervalSeconds">Seconds between probes.</param>
internal sealed record TcpKeepaliveOptions(int ProbesCount, int IdleSeconds, int IntervalSeconds);

/// <summary>
/// Where an original-destination cluster reads its destination. Follows <c>Cluster.OriginalDstLbConfig</c>.
/// </summary>
/// <param name="HeaderName">
/// The lower-case name of the request header that names <c>ip:port</c>, or null for the socket's own.
/// </param>
/// <param name="PortOverride">The port to use instead, or 0.</param>
internal sealed record OriginalDestinationOptions(string? HeaderName, int PortOverride);
