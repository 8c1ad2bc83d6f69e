namespace Outrigger.Proxy.Stats;

/// <summary>
/// The statistics of one endpoint, as <c>/clusters</c> shows them, named as Envoy names them.
/// </summary>
internal enum EndpointStat
{
    CxActive,
    CxConnectFail,
    CxTotal,
    RqActive,
    RqError,
    RqSuccess,
    RqTimeout,
    RqTotal,
}
