using System.Buffers.Binary;

namespace Outrigger.Http.Http2;

/// <summary>SETTINGS in both directions (RFC 9113 section 6.5).</summary>
public sealed partial class Http2Session
{
    private const int SettingBytes = 6;
    private const int SettingsBytesMax = 6 * SettingBytes;

    // What the peer's SETTINGS say, from what holds before them on.
    private int _streamsMax;
    private bool _hasStreamsMax;
    private int _sendStreamWindow = Http2Options.WindowBytesInitial;
    private int _sendFrameBytesMax = Http2Options.FrameBytesMaxInitial;

    // What a new stream of the peer's may send. Until it acknowledges our SETTINGS it may go by the initial
    // value.
    private int _receiveStreamWindow;

    private int WriteSettings(Span<byte> payload)
    {
        int at = 0;
        if (_options.HeaderTableBytes != 4096)
            WriteSetting(payload, ref at, SettingId.HeaderTableSize, _options.HeaderTableBytes);
        if (Role == Http2Role.Client)
            WriteSetting(payload, ref at, SettingId.EnablePush, 0);
        else
            WriteSetting(payload, ref at, SettingId.MaxConcurrentStreams, _options.ConcurrentStreamsMax);
        WriteSetting(payload, ref at, SettingId.InitialWindowSize, _options.StreamWindowBytes);
        if (_options.FrameBytesMax != Http2Options.FrameBytesMaxInitial)
            WriteSetting(payload, ref at, SettingId.MaxFrameSize, _options.FrameBytesMax);
        WriteSetting(payload, ref at, SettingId.MaxHeaderListSize, _options.HeaderListBytesMax);
        if (Role == Http2Role.Server && _options.EnableConnectProtocol)
            WriteSetting(payload, ref at, SettingId.EnableConnectProtocol, 1);
        return at;
    }

    private static void WriteSetting(Span<byte> payload, ref int at, SettingId id, int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(payload[at..], (ushort)id);
        BinaryPrimitives.WriteInt32BigEndian(payload[(at + 2)..], value);
        at += SettingBytes;
    }

    private void OnSettingsFrame(FrameHeader frame, ReadOnlySpan<byte> payload)
    {
        if (frame.StreamId != 0)
        {
            Fail(Http2ErrorCode.ProtocolError, "SETTINGS on a stream");
        }
        else if (frame.Has(FrameFlags.Acknowledgement))
        {
            OnSettingsAcknowledged(payload.Length);
        }
        else if (payload.Length % SettingBytes != 0)
        {
            Fail(Http2ErrorCode.FrameSizeError, "SETTINGS of a length that is no multiple of 6");
        }
        else
        {
            int sendStreamWindow = _sendStreamWindow;
            for (; !payload.IsEmpty && !IsClosed; payload = payload[SettingBytes..])
            {
                Apply(
                    (SettingId)BinaryPrimitives.ReadUInt16BigEndian(payload),
                    BinaryPrimitives.ReadUInt32BigEndian(payload[2..]));
            }

            // Once for the frame, however often it names it: all streams are gone through.
            if (!IsClosed && sendStreamWindow != _sendStreamWindow)
                ChangeSendWindows((long)_sendStreamWindow - sendStreamWindow);
            if (IsClosed)
                return;
            _control.Write(FrameType.Settings, FrameFlags.Acknowledgement, 0, default);
            OnSettingsApplied();
        }
    }

    private void OnSettingsApplied()
    {
        if (!HasPeerSettings)
        {
            HasPeerSettings = true;
            // Without a word of it there is no limit (RFC 9113 section 6.5.2).
            if (!_hasStreamsMax)
                _streamsMax = int.MaxValue;
        }

        _handler.OnSettings();
        if (!IsClosed)
            WakeWaiting();
    }

    private void OnSettingsAcknowledged(int length)
    {
        if (length != 0)
        {
            Fail(Http2ErrorCode.FrameSizeError, "SETTINGS acknowledgement with a payload");
            return;
        }

        if (AreSettingsAcknowledged)
        {
            Fail(Http2ErrorCode.ProtocolError, "SETTINGS acknowledgement without SETTINGS");
            return;
        }

        AreSettingsAcknowledged = true;
        if (_options.HeaderTableBytes < 4096)
            _decoder.SetTableBytesMax(_options.HeaderTableBytes);
        int change = _options.StreamWindowBytes - _receiveStreamWindow;
        if (change == 0)
            return;
        _receiveStreamWindow = _options.StreamWindowBytes;
        for (int bucket = 0; bucket < _streams.BucketCount; bucket++)
        {
            for (Http2Stream? stream = _streams.FindBeyond(bucket, 0); stream is not null; stream = stream.Next)
                stream.ReceiveWindow += change;
        }
    }

    private void Apply(SettingId id, uint value)
    {
        switch (id)
        {
            case SettingId.HeaderTableSize:
                _encoder.SetTableBytesMax((int)Math.Min(value, int.MaxValue));
                break;
            case SettingId.EnablePush:
                if (value > (Role == Http2Role.Server ? 1u : 0u))
                    Fail(Http2ErrorCode.ProtocolError, "invalid SETTINGS_ENABLE_PUSH");
                break;
            case SettingId.MaxConcurrentStreams:
                _hasStreamsMax = true;
                _streamsMax = (int)Math.Min(value, int.MaxValue);
                break;
            case SettingId.InitialWindowSize:
                if (value > int.MaxValue)
                    Fail(Http2ErrorCode.FlowControlError, "invalid SETTINGS_INITIAL_WINDOW_SIZE");
                else
                    _sendStreamWindow = (int)value;
                break;
            case SettingId.MaxFrameSize:
                if (value is < Http2Options.FrameBytesMaxInitial or > 0xFF_FFFF)
                    Fail(Http2ErrorCode.ProtocolError, "invalid SETTINGS_MAX_FRAME_SIZE");
                else
                    _sendFrameBytesMax = (int)value;
                break;
            case SettingId.EnableConnectProtocol:
                if (value > 1 || (value == 0 && PeerEnablesConnectProtocol))
                    Fail(Http2ErrorCode.ProtocolError, "invalid SETTINGS_ENABLE_CONNECT_PROTOCOL");
                else
                    PeerEnablesConnectProtocol = value == 1;
                break;
            default:
                // Advice (the peer's own limit of a field section), or unknown.
                break;
        }
    }

    // Applies to all streams, and may leave less than nothing (RFC 9113 section 6.9.2).
    private void ChangeSendWindows(long change)
    {
        for (int bucket = 0; bucket < _streams.BucketCount; bucket++)
        {
            for (Http2Stream? stream = _streams.FindBeyond(bucket, 0); stream is not null; stream = stream.Next)
            {
                if (stream.SendWindow + change > int.MaxValue)
                {
                    Fail(Http2ErrorCode.FlowControlError, "SETTINGS_INITIAL_WINDOW_SIZE overflows a window");
                    return;
                }

                stream.SendWindow = (int)(stream.SendWindow + change);
            }
        }
    }
}
