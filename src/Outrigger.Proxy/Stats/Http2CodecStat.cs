namespace Outrigger.Proxy.Stats;

/// <summary>
/// The statistics under <c>http2</c>, named as Envoy names them ("HTTP connection manager / Per codec
/// statistics"); those of clients' connections of all connection managers together.
/// </summary>
internal enum Http2CodecStat
{
    DroppedHeadersWithUnderscores,
    RequestsRejectedWithUnderscoresInHeaders,
    HeaderOverflow,
    InboundEmptyFramesFlood,
    InboundPriorityFramesFlood,
    InboundWindowUpdateFramesFlood,
    OutboundControlFlood,
    RxMessagingError,
    RxReset,
}
