namespace Outrigger.Proxy.Stats;

/// <summary>
/// The statistics under <c>tcp.&lt;stat_prefix&gt;</c>, named as Envoy names them; what each counts is said
/// in Envoy's documentation, "TCP proxy / Statistics".
/// </summary>
internal enum TcpStat
{
    DownstreamCxTotal,
    DownstreamCxNoRoute,
    DownstreamCxRxBytesTotal,
    DownstreamCxRxBytesBuffered,
    DownstreamCxTxBytesTotal,
    DownstreamCxTxBytesBuffered,
    DownstreamFlowControlPausedReadingTotal,
    DownstreamFlowControlResumedReadingTotal,
    IdleTimeout,
    MaxDownstreamConnectionDuration,
    UpstreamFlushTotal,
    UpstreamFlushActive,
}
