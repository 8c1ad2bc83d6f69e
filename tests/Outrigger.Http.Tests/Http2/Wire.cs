using System.Buffers.Binary;
using System.Text;

namespace Outrigger.Http.Tests.Http2;

/// <summary>
/// Frames byte for byte, valid or not, made without the code under test. Field blocks are literals without
/// indexing or Huffman code, so that they do not depend on one another.
/// </summary>
internal sealed class Wire
{
    internal const byte EndStream = 0x1;
    internal const byte EndHeaders = 0x4;
    internal const byte Padded = 0x8;
    internal const byte Priority = 0x20;
    internal const byte Ack = 0x1;

    private readonly List<byte> _bytes = [];

    internal byte[] Bytes => [.. _bytes];

    internal static (string, string)[] Get =>
        [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "example.org")];

    internal static (string, string)[] Post =>
        [(":method", "POST"), (":scheme", "http"), (":path", "/"), (":authority", "example.org")];

    internal Wire Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    internal Wire Raw(string latin) => Raw(Encoding.Latin1.GetBytes(latin));

    internal Wire Preface() => Raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    internal Wire Frame(byte type, byte flags, uint stream, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[9];
        BinaryPrimitives.WriteUInt32BigEndian(header, ((uint)payload.Length << 8) | type);
        header[4] = flags;
        BinaryPrimitives.WriteUInt32BigEndian(header[5..], stream);
        return Raw(header).Raw(payload);
    }

    internal Wire Data(uint stream, string content, byte flags = 0) => Frame(0, flags, stream, Encoding.Latin1.GetBytes(content));

    internal Wire Data(uint stream, int length, byte flags = 0) => Frame(0, flags, stream, new byte[length]);

    internal Wire Headers(uint stream, byte flags, params (string Name, string Value)[] fields) =>
        Frame(1, flags, stream, Block(fields));

    /// <summary>A request or response that is complete with its head.</summary>
    internal Wire Head(uint stream, params (string Name, string Value)[] fields) =>
        Headers(stream, EndHeaders | EndStream, fields);

    /// <summary>A head that content follows.</summary>
    internal Wire Open(uint stream, params (string Name, string Value)[] fields) => Headers(stream, EndHeaders, fields);

    internal Wire PriorityFrame(uint stream, uint dependsOn, byte weight = 15)
    {
        byte[] payload = new byte[5];
        BinaryPrimitives.WriteUInt32BigEndian(payload, dependsOn);
        payload[4] = weight;
        return Frame(2, 0, stream, payload);
    }

    internal Wire Reset(uint stream, uint code = 8) => Frame(3, 0, stream, Number(code));

    internal Wire Settings(params (ushort Id, uint Value)[] settings)
    {
        byte[] payload = new byte[settings.Length * 6];
        for (int i = 0; i < settings.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(i * 6), settings[i].Id);
            BinaryPrimitives.WriteUInt32BigEndian(payload.AsSpan((i * 6) + 2), settings[i].Value);
        }

        return Frame(4, 0, 0, payload);
    }

    internal Wire SettingsAck() => Frame(4, Ack, 0, []);

    internal Wire Ping(byte flags = 0) => Frame(6, flags, 0, "12345678"u8);

    internal Wire GoAway(uint last, uint code = 0, uint stream = 0, string debug = "") =>
        Frame(7, 0, stream, [.. Number(last), .. Number(code), .. Encoding.Latin1.GetBytes(debug)]);

    internal Wire WindowUpdate(uint stream, uint increment) => Frame(8, 0, stream, Number(increment));

    internal Wire Continuation(uint stream, byte flags, ReadOnlySpan<byte> fragment) => Frame(9, flags, stream, fragment);

    internal Wire Continuation(uint stream, byte flags, params (string Name, string Value)[] fields) =>
        Frame(9, flags, stream, Block(fields));

    internal Wire Repeat(int times, Action<Wire> part)
    {
        for (int i = 0; i < times; i++)
            part(this);
        return this;
    }

    internal static byte[] Block(params (string Name, string Value)[] fields)
    {
        List<byte> block = [];
        foreach ((string name, string value) in fields)
        {
            block.Add(0x00);
            AddText(block, name);
            AddText(block, value);
        }

        return [.. block];
    }

    internal static byte[] Number(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static void AddText(List<byte> block, string text)
    {
        if (text.Length < 127)
        {
            block.Add((byte)text.Length);
        }
        else
        {
            block.Add(127);
            int rest = text.Length - 127;
            for (; rest >= 128; rest >>= 7)
                block.Add((byte)(rest | 128));
            block.Add((byte)rest);
        }

        block.AddRange(Encoding.Latin1.GetBytes(text));
    }
}
