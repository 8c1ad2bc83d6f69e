namespace Outrigger.Http.Http2;

/// <summary>What a peer did too much of, when a connection failed for it; the words are Envoy's statistics.</summary>
public enum Http2Violation : byte
{
    /// <summary>It broke the protocol, or nothing has failed.</summary>
    None = 0,

    /// <summary>It made us answer and did not read the answers (<c>outbound_control_flood</c>).</summary>
    OutboundControlFlood,

    /// <summary>Frames that carry and end nothing (<c>inbound_empty_frames_flood</c>).</summary>
    InboundEmptyFramesFlood,

    /// <summary>PRIORITY frames (<c>inbound_priority_frames_flood</c>).</summary>
    InboundPriorityFramesFlood,

    /// <summary>WINDOW_UPDATE frames (<c>inbound_window_update_frames_flood</c>).</summary>
    InboundWindowUpdateFramesFlood,

    /// <summary>A field block of too many frames or bytes (<c>header_overflow</c>).</summary>
    HeaderOverflow,

    /// <summary>
    /// Requests that it reset before they had an answer (<c>downstream_rq_too_many_premature_resets</c>).
    /// </summary>
    PrematureResets,
}
