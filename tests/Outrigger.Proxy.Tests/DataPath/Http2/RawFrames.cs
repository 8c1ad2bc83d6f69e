using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Outrigger.Proxy.Tests.DataPath.Http2;

/// <summary>One end of an HTTP/2 connection, frame by frame, so that a test can say what no library would.</summary>
internal sealed class RawFrames : IDisposable
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte ResetStream = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte GoAway = 7;
    public const byte WindowUpdate = 8;
    public const byte EndStream = 1;
    public const byte EndHeaders = 4;

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;

    public RawFrames(Socket socket)
    {
        _socket = socket;
        socket.NoDelay = true;
        socket.ReceiveTimeout = (int)ProxyHarness.Patience.TotalMilliseconds;
    }

    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>A block of GET / with an authority.</summary>
    public static byte[] GetBlock { get; } = [0x82, 0x86, 0x84, 0x01, 4, .. "test"u8];

    /// <summary>A block of nothing but status 200.</summary>
    public static byte[] OkBlock { get; } = [0x88];

    public static RawFrames Connect(IPEndPoint endPoint, params ReadOnlySpan<byte> settings)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(endPoint);
        var frames = new RawFrames(socket);
        frames.Send([.. Preface, .. Frame(Settings, 0, 0, settings)]);
        return frames;
    }

    public static byte[] Frame(byte type, byte flags, int streamId, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, (payload.Length << 8) | type);
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), streamId);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }

    public static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Setting(ushort id, uint value) => [(byte)(id >> 8), (byte)id, .. Number(value)];

    public static byte[] Get(int streamId) => Frame(Headers, EndStream | EndHeaders, streamId, GetBlock);

    public static byte[] Ok(int streamId, string content) =>
    [
        .. Frame(Headers, EndHeaders, streamId, OkBlock),
        .. Frame(Data, EndStream, streamId, Encoding.ASCII.GetBytes(content)),
    ];

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[_socket.Send(bytes)..];
    }

    public bool TrySkipPreface() => Fill(Preface.Length) && (_start += Preface.Length) > 0;

    /// <summary>The next frame; false when the connection has ended. The payload is valid until the next call.</summary>
    public bool TryReceive(out RawFrame frame)
    {
        frame = default;
        if (!Fill(9))
            return false;
        var head = _buffer.AsSpan(_start, 9);
        var length = BinaryPrimitives.ReadInt32BigEndian(head) >>> 8;
        frame = new RawFrame(head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head[5..]), default);
        if (!Fill(9 + length))
            return false;
        frame = frame with { Payload = _buffer.AsMemory(_start + 9, length) };
        _start += 9 + length;
        return true;
    }

    /// <summary>Passes over all frames but those of one type on one stream; fails when none comes.</summary>
    public RawFrame ReceiveOnly(byte type, int streamId)
    {
        while (TryReceive(out var frame))
        {
            if (frame.Type == type && frame.StreamId == streamId)
                return frame;
        }

        throw new EndOfStreamException($"The connection ended before a frame of type {type} on stream {streamId}.");
    }

    public void Dispose() => _socket.Dispose();

    private bool Fill(int count)
    {
        if (_start > 0 && _buffer.Length - _start < count + 20_000)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        while (_end - _start < count)
        {
            int received;
            try
            {
                received = _socket.Receive(_buffer.AsSpan(_end));
            }
            catch (Exception fault) when (fault is SocketException { SocketErrorCode: not SocketError.TimedOut } or ObjectDisposedException)
            {
                return false;
            }

            if (received == 0)
                return false;
            _end += received;
        }

        return true;
    }
}

internal readonly record struct RawFrame(byte Type, byte Flags, int StreamId, ReadOnlyMemory<byte> Payload)
{
    public bool EndsStream => Type is RawFrames.Data or RawFrames.Headers && (Flags & RawFrames.EndStream) != 0;
}
