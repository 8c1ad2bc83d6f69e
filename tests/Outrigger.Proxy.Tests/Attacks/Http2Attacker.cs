using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Outrigger.Proxy.Tests.DataPath;

namespace Outrigger.Proxy.Tests.Attacks;

/// <summary>A client of HTTP/2 that writes frames as it likes.</summary>
internal sealed class Http2Attacker : IDisposable
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte Priority = 2;
    public const byte Reset = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte GoAway = 7;
    public const byte WindowUpdate = 8;
    public const byte Continuation = 9;
    public const byte EndStream = 1;
    public const byte EndHeaders = 4;
    public const int EnhanceYourCalm = 11;

    private readonly Wire _wire;

    private Http2Attacker(Wire wire) => _wire = wire;

    /// <summary>Connects and sends preface and SETTINGS.</summary>
    public static async Task<Http2Attacker> ConnectAsync(
        IPEndPoint endPoint, int receiveBufferBytes = 0, byte[]? settings = null)
    {
        var attacker = new Http2Attacker(await Wire.ConnectAsync(endPoint, receiveBufferBytes));
        await attacker.SendAsync([.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, settings ?? [])]);
        return attacker;
    }

    public static byte[] Frame(byte type, byte flags, int stream, params ReadOnlySpan<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        frame[0] = (byte)(payload.Length >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(1), (ushort)payload.Length);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }

    /// <summary>The fields of a request, each literal.</summary>
    public static byte[] Fields(string method, string path) =>
    [
        0x02, (byte)method.Length, .. Encoding.ASCII.GetBytes(method), 0x04, (byte)path.Length, .. Encoding.ASCII.GetBytes(path),
        0x86, 0x01, 0x01, (byte)'a',
    ];

    public static byte[] Request(int stream, string method, string path = "/", bool ends = true) =>
        Frame(Headers, (byte)(EndHeaders | (ends ? EndStream : 0)), stream, Fields(method, path));

    /// <summary>A field that goes into the table.</summary>
    public static byte[] IndexedField(string name, string value)
    {
        List<byte> field = [0x40, (byte)name.Length, .. Encoding.ASCII.GetBytes(name)];
        // A length of 127 and more continues in groups of seven bits.
        var rest = value.Length - 127;
        field.Add((byte)(rest >= 0 ? 0x7f : value.Length));
        for (; rest >= 128; rest >>= 7)
            field.Add((byte)(0x80 | (rest & 0x7f)));
        if (value.Length >= 127)
            field.Add((byte)rest);
        return [.. field, .. Encoding.ASCII.GetBytes(value)];
    }

    /// <summary>The same bytes over and over.</summary>
    public static byte[] Repeat(int count, params ReadOnlySpan<byte> bytes)
    {
        var all = new byte[count * bytes.Length];
        for (var i = 0; i < count; i++)
            bytes.CopyTo(all.AsSpan(i * bytes.Length));
        return all;
    }

    /// <summary>Sends; whether the proxy has not closed the connection before.</summary>
    public async Task<bool> SendAsync(byte[] bytes)
    {
        try
        {
            await _wire.SendAsync(bytes);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Reads to the end of the connection; the error of the last GOAWAY, -1 when none came.</summary>
    public async Task<int> ReceiveGoAwayAsync()
    {
        var error = -1;
        while (await ReceiveFrameAsync() is { } frame)
        {
            if (frame.Type == GoAway)
                error = BinaryPrimitives.ReadInt32BigEndian(frame.Payload.AsSpan(4));
        }

        return error;
    }

    /// <summary>The next frame; null at the end.</summary>
    public async Task<(byte Type, byte Flags, int Stream, byte[] Payload)?> ReceiveFrameAsync()
    {
        try
        {
            var header = Encoding.Latin1.GetBytes(await _wire.ReceiveAsync(9));
            var length = (header[0] << 16) | (header[1] << 8) | header[2];
            var payload = Encoding.Latin1.GetBytes(await _wire.ReceiveAsync(length));
            return (header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return null;
        }
    }

    public void Dispose() => _wire.Dispose();
}
