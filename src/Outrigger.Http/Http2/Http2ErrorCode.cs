namespace Outrigger.Http.Http2;

/// <summary>Why a stream was reset or a connection is closed (RFC 9113 section 7).</summary>
#pragma warning disable CA1028 // The wire has 32 unsigned bits, and unknown values are kept.
public enum Http2ErrorCode : uint
{
    /// <summary>NO_ERROR: not an error, such as a graceful shutdown.</summary>
    NoError = 0x0,

    /// <summary>PROTOCOL_ERROR: a violation without a more specific code.</summary>
    ProtocolError = 0x1,

    /// <summary>INTERNAL_ERROR: the sender could not go on.</summary>
    InternalError = 0x2,

    /// <summary>FLOW_CONTROL_ERROR: more was sent than a window allowed, or a window overflowed.</summary>
    FlowControlError = 0x3,

    /// <summary>SETTINGS_TIMEOUT: SETTINGS were not acknowledged in time.</summary>
    SettingsTimeout = 0x4,

    /// <summary>STREAM_CLOSED: a frame came after its stream's end.</summary>
    StreamClosed = 0x5,

    /// <summary>FRAME_SIZE_ERROR: a frame has an invalid length.</summary>
    FrameSizeError = 0x6,

    /// <summary>REFUSED_STREAM: nothing was done with the request; it may be repeated.</summary>
    RefusedStream = 0x7,

    /// <summary>CANCEL: the stream is no longer wanted.</summary>
    Cancel = 0x8,

    /// <summary>COMPRESSION_ERROR: the state of field compression is lost.</summary>
    CompressionError = 0x9,

    /// <summary>CONNECT_ERROR: the connection behind a CONNECT failed.</summary>
    ConnectError = 0xA,

    /// <summary>ENHANCE_YOUR_CALM: the peer causes excessive load.</summary>
    EnhanceYourCalm = 0xB,

    /// <summary>INADEQUATE_SECURITY: TLS does not meet the minimum.</summary>
    InadequateSecurity = 0xC,

    /// <summary>HTTP_1_1_REQUIRED: the request is to be repeated over HTTP/1.1.</summary>
    Http11Required = 0xD,
}
