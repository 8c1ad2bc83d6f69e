namespace Outrigger.Http.Http2;

/// <summary>What ended a stream before its time.</summary>
public enum Http2ResetSource : byte
{
    /// <summary>The peer sent RST_STREAM.</summary>
    Peer = 0,

    /// <summary>The peer violated the protocol on this stream; we sent RST_STREAM.</summary>
    Violation = 1,

    /// <summary>
    /// The peer's GOAWAY says that it did not and will not process the stream; the request may be repeated
    /// elsewhere (RFC 9113 section 6.8).
    /// </summary>
    GoAway = 2,

    /// <summary>The whole connection ended or failed.</summary>
    Connection = 3,
}
