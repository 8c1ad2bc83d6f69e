using System.Buffers.Binary;
using Outrigger.Http.Hpack;

namespace Outrigger.Http.Http2;

/// <summary>
/// The protocol of one HTTP/2 connection without its socket (RFC 9113): bytes that were received go in, events
/// come out to an <see cref="IHttp2Handler"/>, and frames to send are appended to an
/// <see cref="Http2Output"/>. Either role. It holds the peer to the protocol and to the bounds of
/// <see cref="Http2Options"/>. Not thread-safe; allocates nothing in the steady state.
/// </summary>
/// <remarks>
/// The owner calls <see cref="Start"/>; <see cref="Receive"/> with what has come in; and
/// <see cref="OnOutputRoom"/> after it has flushed. When the connection is lost or to be given up it calls
/// <see cref="Close"/>. Writes that are refused or take less than offered are tried again at
/// <see cref="IHttp2Handler.OnWritable"/>.
/// </remarks>
public sealed partial class Http2Session
{
    private readonly IHttp2Handler _handler;
    private readonly Http2Output _output;
    private readonly Http2Options _options;
    private readonly StreamTable _streams = new();
    private readonly WaitingStreams _unserved = new();
    private readonly WaitingStreams _served = new();
    private readonly ResetStreams _resetStreams = new();
    private readonly ControlQueue _control;
    private readonly FloodGuard _guard;
    private readonly HpackDecoder _decoder;
    private readonly HpackEncoder _encoder;
    private readonly FieldSection _section;

    // The last stream of the peer's that we saw, and that we took (server); the next that we open (client).
    private int _lastRemoteId;
    private int _lastTakenId;
    private int _nextLocalId = 1;

    /// <summary>Creates the session; nothing is written before <see cref="Start"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public Http2Session(Http2Role role, Http2Options options, IHttp2Handler handler, Http2Output output)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfNegative(options.StreamWindowBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(
            options.ConnectionWindowBytes, Http2Options.WindowBytesInitial);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FrameBytesMax, Http2Options.FrameBytesMaxInitial);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.FrameBytesMax, 0xFF_FFFF);
        Role = role;
        _options = options;
        _handler = handler;
        _output = output;
        _control = new ControlQueue(output, options.OutboundControlFramesMax);
        _guard = new FloodGuard(role, options);
        _decoder = new HpackDecoder(Math.Max(4096, options.HeaderTableBytes));
        _encoder = new HpackEncoder(options.HeaderTableBytes);
        _section = new FieldSection(options);
        _streamsMax = options.ConcurrentStreamsBeforeSettings;
        _receiveStreamWindow = Math.Max(Http2Options.WindowBytesInitial, options.StreamWindowBytes);
    }

    /// <summary>Which end we are.</summary>
    public Http2Role Role { get; }

    /// <summary>Streams that are open.</summary>
    public int StreamCount => _streams.Count;

    /// <summary>Whether a field block has begun to come in and is not complete.</summary>
    public bool IsReceivingFieldBlock => _blockStreamId != 0;

    /// <summary>Bytes that the peer lets us send on all streams together.</summary>
    public int SendWindow => _sendWindow;

    /// <summary>Whether the connection has failed or was closed: nothing is read or written any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>What the peer did too much of, if the connection has failed for that.</summary>
    public Http2Violation Violation { get; private set; }

    /// <summary>Whether the peer's first SETTINGS have come.</summary>
    public bool HasPeerSettings { get; private set; }

    /// <summary>Whether the peer has acknowledged our SETTINGS.</summary>
    public bool AreSettingsAcknowledged { get; private set; }

    /// <summary>Whether the peer takes extended CONNECT (RFC 8441 section 3).</summary>
    public bool PeerEnablesConnectProtocol { get; private set; }

    /// <summary>Whether the peer has sent GOAWAY: no stream can be opened any more.</summary>
    public bool HasReceivedGoAway { get; private set; }

    /// <summary>Whether we have begun to shut down with GOAWAY.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>
    /// Whether the connection has served its time: no stream is open, and by either side's GOAWAY none will
    /// be.
    /// </summary>
    public bool IsDrained =>
        _streams.Count == 0 && (Role == Http2Role.Server ? _hasSentFinalGoAway : HasReceivedGoAway || IsDraining);

    /// <summary>
    /// Streams that can be opened at present (client): the peer's limit and ours, less those that are open;
    /// 0 after a GOAWAY of either side.
    /// </summary>
    public int StreamsAvailable =>
        Role == Http2Role.Server || IsClosed || HasReceivedGoAway || IsDraining || _nextLocalId < 0
            ? 0
            : Math.Max(0, Math.Min(_streamsMax, _options.ConcurrentStreamsMax) - _streams.Count);

    /// <summary>Writes our preface: for a client its fixed text, then SETTINGS and the connection's window.</summary>
    public void Start()
    {
        if (Role == Http2Role.Client)
        {
            Preface.CopyTo(_output.GetRoom(Preface.Length));
            _output.Advance(Preface.Length);
        }

        Span<byte> payload = stackalloc byte[SettingsBytesMax];
        _control.Write(FrameType.Settings, 0, 0, payload[..WriteSettings(payload)]);
        int more = _options.ConnectionWindowBytes - Http2Options.WindowBytesInitial;
        if (more > 0)
            _control.WriteWindowUpdate(0, more);
        _receiveWindow = _options.ConnectionWindowBytes;
    }

    /// <summary>
    /// Tells that the output has been flushed, in whole or part: what waited for room goes on.
    /// </summary>
    public void OnOutputRoom()
    {
        // A GOAWAY that says why we close may be among what waits.
        if (_control.Drain() && !IsClosed)
            WakeWaiting();
    }

    /// <summary>Sends a PING, for example to keep the connection alive; false when there is no room.</summary>
    /// <param name="payload">Comes back with <see cref="IHttp2Handler.OnPingAck"/>.</param>
    public bool TryPing(ulong payload)
    {
        if (IsClosed || !_control.Drain() || _output.GetRoom(FrameHeader.Bytes + 8).IsEmpty)
            return false;
        _control.WritePing(0, payload);
        return true;
    }

    /// <summary>
    /// Begins a graceful shutdown (RFC 9113 section 6.8). A server first says that it will stop, still taking
    /// what is on its way, and after a round trip, which a PING measures, which streams it took last; then
    /// <see cref="IsDrained"/> comes with the end of those. A client opens no more streams.
    /// </summary>
    public void BeginGoAway()
    {
        if (IsClosed || IsDraining)
            return;
        IsDraining = true;
        if (Role == Http2Role.Client)
        {
            WriteGoAway(0, Http2ErrorCode.NoError, default);
            return;
        }

        WriteGoAway(int.MaxValue, Http2ErrorCode.NoError, default);
        _control.WritePing(0, DrainPing);
    }

    /// <summary>
    /// Ends the first step of <see cref="BeginGoAway"/> without waiting for the round trip: no later stream
    /// is taken.
    /// </summary>
    public void FinishGoAway()
    {
        IsDraining = true;
        if (IsClosed || _hasSentFinalGoAway)
            return;
        _hasSentFinalGoAway = true;
        WriteGoAway(_lastTakenId, Http2ErrorCode.NoError, default);
    }

    /// <summary>
    /// Ends the session from our side, writing a GOAWAY if there is room: all streams are reset. For an error
    /// of the transport as well as for one of our own. Does not call
    /// <see cref="IHttp2Handler.OnFailure"/>.
    /// </summary>
    public void Close(Http2ErrorCode code)
    {
        if (IsClosed)
            return;
        WriteGoAway(_lastTakenId, code, default);
        End(code);
    }

    private void Fail(Http2Violation violation, string reason)
    {
        if (!IsClosed)
            Violation = violation;
        Fail(Http2ErrorCode.EnhanceYourCalm, reason);
    }

    private void Fail(Http2ErrorCode code, string reason)
    {
        if (IsClosed)
            return;
        // Nobody reads answers that still wait: the peer is told what it did wrong.
        _control.Clear();
        Span<byte> debug = stackalloc byte[DebugBytesMax];
        int length = Math.Min(reason.Length, DebugBytesMax);
        System.Text.Encoding.ASCII.GetBytes(reason.AsSpan(0, length), debug);
        WriteGoAway(_lastTakenId, code, debug[..length]);
        End(code);
        _handler.OnFailure(code, reason);
    }

    private void End(Http2ErrorCode code)
    {
        IsClosed = true;
        for (int bucket = 0; bucket < _streams.BucketCount; bucket++)
        {
            while (_streams.FindBeyond(bucket, 0) is { } stream)
                Abandon(stream, code, Http2ResetSource.Connection);
        }
    }

    private void WriteGoAway(int lastStreamId, Http2ErrorCode code, ReadOnlySpan<byte> debug)
    {
        Span<byte> payload = stackalloc byte[8 + DebugBytesMax];
        BinaryPrimitives.WriteInt32BigEndian(payload, lastStreamId);
        BinaryPrimitives.WriteUInt32BigEndian(payload[4..], (uint)code);
        debug.CopyTo(payload[8..]);
        _control.Write(FrameType.GoAway, 0, 0, payload[..(8 + debug.Length)]);
    }
}
