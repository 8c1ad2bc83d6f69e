namespace Outrigger.Proxy.Stats;

/// <summary>
/// The statistics under <c>listener.&lt;address or stat_prefix&gt;</c>, named as Envoy names them; what each
/// counts is said in Envoy's documentation, "Listeners / Statistics".
/// </summary>
internal enum ListenerStat
{
    DownstreamCxTotal,
    DownstreamCxActive,
    DownstreamCxDestroy,
    DownstreamCxOverflow,
    DownstreamCxTransportSocketConnectTimeout,
    DownstreamPreCxTimeout,
    DownstreamPreCxActive,
    DownstreamListenerFilterRemoteClose,
    DownstreamListenerFilterError,
    DownstreamGlobalCxOverflow,
    DownstreamCxOverloadReject,
    DownstreamCxOverloadAbort,
    NoFilterChainMatch,
    DownstreamCxLengthMs,
}
