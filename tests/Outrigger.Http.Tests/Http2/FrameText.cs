using System.Buffers.Binary;
using System.Text;
using Outrigger.Http.Hpack;
using Outrigger.Http.Tests.Hpack;

namespace Outrigger.Http.Tests.Http2;

/// <summary>Frames that were written, one line each, read without the session's code.</summary>
internal sealed class FrameText
{
    private static readonly string[] Types =
        ["DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS", "PUSH_PROMISE", "PING", "GOAWAY", "WINDOW_UPDATE", "CONTINUATION"];

    private static readonly string[] Codes =
    [
        "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED", "FRAME_SIZE_ERROR",
        "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
    ];

    private readonly HpackDecoder _decoder = new();
    private readonly List<byte> _block = [];

    /// <summary>The lines; a CONTINUATION shows as its length, and the fields stand at the end of the block.</summary>
    internal string Read(ReadOnlySpan<byte> bytes)
    {
        List<string> lines = [];
        while (!bytes.IsEmpty)
        {
            int length = (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes) >> 8);
            lines.Add(Line(bytes[3], bytes[4], BinaryPrimitives.ReadInt32BigEndian(bytes[5..]), bytes.Slice(9, length)));
            bytes = bytes[(9 + length)..];
        }

        return string.Join("\n", lines);
    }

    internal static string NameOf(uint code) => Codes[code];

    private string Line(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        string start = type == 4 || type == 6 ? Types[type] : $"{Types[type]} {stream}";
        string ack = (flags & 1) != 0 ? " ack" : "";
        string end = (flags & 1) != 0 ? " end" : "";
        return type switch
        {
            0 => $"{start} {payload.Length}{end}",
            1 => start + end + Fields(flags, payload),
            9 => $"{start} {payload.Length}" + Fields(flags, payload),
            3 => $"{start} {Codes[BinaryPrimitives.ReadUInt32BigEndian(payload)]}",
            4 => start + ack + Settings(payload),
            6 => start + ack,
            7 => $"GOAWAY {BinaryPrimitives.ReadUInt32BigEndian(payload)} {Codes[BinaryPrimitives.ReadUInt32BigEndian(payload[4..])]}",
            8 => $"{start} {BinaryPrimitives.ReadUInt32BigEndian(payload)}",
            _ => start,
        };
    }

    private string Fields(byte flags, ReadOnlySpan<byte> fragment)
    {
        _block.AddRange(fragment);
        if ((flags & 4) == 0)
            return "";
        ListSink sink = new();
        Assert.Equal(HpackError.None, _decoder.Decode(_block.ToArray(), sink));
        _block.Clear();
        StringBuilder text = new();
        foreach ((string name, string value) in sink.Fields)
            text.Append($" [{name}: {value}]");
        return text.ToString();
    }

    private static string Settings(ReadOnlySpan<byte> payload)
    {
        StringBuilder text = new();
        for (; !payload.IsEmpty; payload = payload[6..])
            text.Append($" {BinaryPrimitives.ReadUInt16BigEndian(payload)}={BinaryPrimitives.ReadUInt32BigEndian(payload[2..])}");
        return text.ToString();
    }
}
