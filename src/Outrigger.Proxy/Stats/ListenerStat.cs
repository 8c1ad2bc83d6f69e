namespace Outrigger.Proxy.Stats;

/// <summary>
/// The statistics under <c>listener.&lt;address or stat_prefix&gt;</c>, named as Envoy names them; what each
/// counts is said in Envoy's documentation, "Listeners / Statistics". Those of servers that speak first are our
/// own: how often waiting was skipped, a destination learnt, and one forgotten because a client spoke first.
/// </summary>
internal enum ListenerStat
{
    DownstreamCxTotal,
    DownstreamCxActive,
    DownstreamCxDestroy,
    DownstreamCxOverflow,
    DownstreamCxTransportSocketConnectTimeout,
    DownstreamContextSecretsNotReady,
    DownstreamPreCxTimeout,
    DownstreamPreCxActive,
    DownstreamListenerFilterRemoteClose,
    DownstreamListenerFilterError,
    DownstreamGlobalCxOverflow,
    DownstreamCxOverloadReject,
    DownstreamCxOverloadAbort,
    NoFilterChainMatch,
    DownstreamServerFirstSkipped,
    DownstreamServerFirstLearned,
    DownstreamServerFirstForgotten,
    DownstreamCxLengthMs,
}
