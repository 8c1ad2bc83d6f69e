namespace Outrigger.Http.Http2;

/// <summary>
/// How we take part in an HTTP/2 connection: what our SETTINGS say, and what a peer may cost us. Names and
/// defaults are those of Envoy's <c>Http2ProtocolOptions</c> where it has the field.
/// </summary>
public sealed record Http2Options
{
    /// <summary>The smallest and the initial SETTINGS_MAX_FRAME_SIZE (RFC 9113 section 6.5.2).</summary>
    public const int FrameBytesMaxInitial = 16_384;

    /// <summary>The windows before any SETTINGS or WINDOW_UPDATE (RFC 9113 section 6.9.2).</summary>
    public const int WindowBytesInitial = 65_535;

    /// <summary>The defaults.</summary>
    public static Http2Options Default { get; } = new();

    /// <summary>
    /// Streams that are open at once (<c>max_concurrent_streams</c>): 1,024. A client opens no more either,
    /// whatever its peer allows.
    /// </summary>
    public int ConcurrentStreamsMax { get; init; } = 1024;

    /// <summary>
    /// Bytes that the peer may send ahead on a stream (<c>initial_stream_window_size</c>): 16 MiB; at most
    /// 2^31-1.
    /// </summary>
    public int StreamWindowBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Bytes that the peer may send ahead on all streams together (<c>initial_connection_window_size</c>):
    /// 24 MiB; 65,535 to 2^31-1.
    /// </summary>
    public int ConnectionWindowBytes { get; init; } = 24 * 1024 * 1024;

    /// <summary>
    /// Bytes of the dynamic table that the peer may use to compress, and that we use at most, if the peer
    /// lets us (<c>hpack_table_size</c>): 4,096.
    /// </summary>
    public int HeaderTableBytes { get; init; } = 4096;

    /// <summary>The largest frame payload that we accept: 16,384, up to 16,777,215.</summary>
    public int FrameBytesMax { get; init; } = FrameBytesMaxInitial;

    /// <summary>
    /// Bytes of a field section, counted as RFC 9113 section 6.5.2 does (32 more for each field): 60 KiB.
    /// </summary>
    public int HeaderListBytesMax { get; init; } = 60 * 1024;

    /// <summary>Fields in a head (<c>max_headers_count</c>): 100.</summary>
    public int HeaderCountMax { get; init; } = 100;

    /// <summary>Bytes of a path: 32 KiB.</summary>
    public int PathBytesMax { get; init; } = 32 * 1024;

    /// <summary>
    /// Whether a server offers extended CONNECT (<c>allow_connect</c>; RFC 8441). False.
    /// </summary>
    public bool EnableConnectProtocol { get; init; }

    /// <summary>
    /// How many streams a client opens before the peer's SETTINGS have said more: 100.
    /// </summary>
    public int ConcurrentStreamsBeforeSettings { get; init; } = 100;

    /// <summary>
    /// Answers to the peer (SETTINGS and PING acknowledgements, RST_STREAM, WINDOW_UPDATE) that wait because
    /// it does not read (<c>max_outbound_control_frames</c>): 1,000.
    /// </summary>
    public int OutboundControlFramesMax { get; init; } = 1000;

    /// <summary>
    /// HEADERS, CONTINUATION and DATA frames in a row that carry nothing and end nothing
    /// (<c>max_consecutive_inbound_frames_with_empty_payload</c>): 1.
    /// </summary>
    public int ConsecutiveEmptyFramesMax { get; init; } = 1;

    /// <summary>
    /// PRIORITY frames for each stream that was opened, and one
    /// (<c>max_inbound_priority_frames_per_stream</c>): 100.
    /// </summary>
    public int PriorityFramesPerStreamMax { get; init; } = 100;

    /// <summary>
    /// WINDOW_UPDATE frames for each DATA frame that we sent; besides, two for each stream and five
    /// (<c>max_inbound_window_update_frames_per_data_frame_sent</c>): 10.
    /// </summary>
    public int WindowUpdatesPerDataFrameMax { get; init; } = 10;

    /// <summary>Frames that may carry one field block, HEADERS included: 512.</summary>
    public int FieldBlockFramesMax { get; init; } = 512;

    /// <summary>
    /// From so many streams on, a connection is closed when more than half of them were reset prematurely:
    /// before a response, and within <see cref="PrematureResetMs"/>: 500
    /// (<c>overload.premature_reset_total_stream_count</c>).
    /// </summary>
    public int PrematureResetStreams { get; init; } = 500;

    /// <summary>
    /// A stream that was reset later than this after its opening was no premature one: 1,000
    /// (<c>overload.premature_reset_min_stream_lifetime_seconds</c>).
    /// </summary>
    public int PrematureResetMs { get; init; } = 1000;
}
