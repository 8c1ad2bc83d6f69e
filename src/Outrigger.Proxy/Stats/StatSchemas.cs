namespace Outrigger.Proxy.Stats;

/// <summary>
/// Which statistics of each list are gauges and which are histograms; the rest are counters.
/// </summary>
internal static class StatSchemas
{
    /// <summary>See <see cref="ClusterStat"/>.</summary>
    public static StatSchema Cluster { get; } = StatSchema.Of(
        gauges:
        [
            ClusterStat.UpstreamCxActive, ClusterStat.UpstreamCxRxBytesBuffered,
            ClusterStat.UpstreamCxTxBytesBuffered,
            ClusterStat.UpstreamRqActive, ClusterStat.UpstreamRqPendingActive,
        ],
        histograms: [ClusterStat.UpstreamRqTime, ClusterStat.UpstreamCxConnectMs,
            ClusterStat.UpstreamCxLengthMs]);

    /// <summary>See <see cref="HttpStat"/>.</summary>
    public static StatSchema Http { get; } = StatSchema.Of(
        gauges:
        [
            HttpStat.DownstreamCxActive, HttpStat.DownstreamCxHttp1Active, HttpStat.DownstreamCxHttp2Active,
            HttpStat.DownstreamCxUpgradesActive, HttpStat.DownstreamCxRxBytesBuffered,
            HttpStat.DownstreamCxTxBytesBuffered, HttpStat.DownstreamRqActive,
        ],
        histograms: [HttpStat.DownstreamRqTime, HttpStat.DownstreamCxLengthMs]);

    /// <summary>See <see cref="ListenerStat"/>.</summary>
    public static StatSchema Listener { get; } = StatSchema.Of(
        gauges: [ListenerStat.DownstreamCxActive, ListenerStat.DownstreamPreCxActive],
        histograms: [ListenerStat.DownstreamCxLengthMs]);

    /// <summary>See <see cref="TcpStat"/>.</summary>
    public static StatSchema Tcp { get; } = StatSchema.Of(
        gauges:
        [
            TcpStat.DownstreamCxRxBytesBuffered, TcpStat.DownstreamCxTxBytesBuffered,
            TcpStat.UpstreamFlushActive,
        ]);

    /// <summary>See <see cref="Http1CodecStat"/>.</summary>
    public static StatSchema Http1Codec { get; } = StatSchema.Of<Http1CodecStat>(gauges: []);

    /// <summary>See <see cref="Http2CodecStat"/>.</summary>
    public static StatSchema Http2Codec { get; } = StatSchema.Of<Http2CodecStat>(gauges: []);

    /// <summary>See <see cref="EndpointStat"/>.</summary>
    public static StatSchema Endpoint { get; } = StatSchema.Of(
        [EndpointStat.CxActive, EndpointStat.RqActive]);

    /// <summary>See <see cref="JwtAuthnStat"/>.</summary>
    public static StatSchema JwtAuthn { get; } = StatSchema.Of<JwtAuthnStat>(gauges: []);

    /// <summary>See <see cref="GrpcStat"/>.</summary>
    public static StatSchema Grpc { get; } = StatSchema.Of(gauges: [], histograms: [GrpcStat.UpstreamRqTime]);
}
