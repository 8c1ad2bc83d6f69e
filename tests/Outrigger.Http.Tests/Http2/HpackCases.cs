using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

/// <summary>What RFC 7541 forbids in a field block, at a server.</summary>
internal static class HpackCases
{
    internal static IEnumerable<ConformanceCase> All =>
    [
        new("RFC 7541 2.3.3", "an index beyond the tables", Block(0xC6), Broken),
        new("RFC 7541 2.3.3", "a name's index beyond the tables", Block(0x7F, 0x07, 1, (byte)'x'), Broken),
        new("RFC 7541 4.2", "a size update at the end of a block", Block(0x21), Broken),
        new("RFC 7541 4.2", "a size update after ours was made smaller is missing", wire => wire.Head(1, Wire.Get), Broken)
            { Options = new Http2Options { HeaderTableBytes = 1024 } },
        new("RFC 7541 4.2", "a size update after ours was made smaller",
            wire => wire.Frame(1, 5, 1, [0x3F, 0xE1, 0x07, .. Wire.Block(Wire.Get)]),
            Outcome.Hears("request 1 GET http://example.org/ end"))
            { Options = new Http2Options { HeaderTableBytes = 1024 } },
        new("RFC 7541 5.1", "an integer that overflows", Block(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01), Broken),
        new("RFC 7541 5.1", "an integer of a great many bytes", Block(0xFF, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80), Broken),
        new("RFC 7541 5.1", "an integer that is cut", Block(0xFF, 0x80), Broken),
        new("RFC 7541 5.2", "text that is cut", Block(0x00, 5, (byte)'x'), Broken),
        new("RFC 7541 5.2", "Huffman padding of more than 7 bits", Block(0x00, 1, (byte)'x', 0x82, 0x1F, 0xFF), Broken),
        new("RFC 7541 5.2", "Huffman padding that is not the start of EOS", Block(0x00, 1, (byte)'x', 0x81, 0x18), Broken),
        new("RFC 7541 5.2", "EOS in Huffman-coded text", Block(0x00, 1, (byte)'x', 0x84, 0xFF, 0xFF, 0xFF, 0xFF), Broken),
        new("RFC 7541 5.2", "Huffman-coded text", Block(0x00, 1, (byte)'x', 0x81, 0x1F),
            Outcome.Hears("request 1 GET http://example.org/ [x: a] end")),
        new("RFC 7541 6.1", "index 0", Block(0x80), Broken),
        new("RFC 7541 6.3", "a size update above ours", wire => wire.Frame(1, 5, 1, [0x3F, 0xE2, 0x1F, .. Wire.Block(Wire.Get)]), Broken),
        new("RFC 7541 6.3", "size updates at the start of a block",
            wire => wire.Frame(1, 5, 1, [0x20, 0x3F, 0xE1, 0x1F, .. Wire.Block(Wire.Get)]),
            Outcome.Hears("request 1 GET http://example.org/ end")),
    ];

    private static Outcome Broken => Outcome.ConnectionError("COMPRESSION_ERROR");

    private static Action<Wire> Block(params byte[] bytes) => wire => wire.Frame(1, 5, 1, [.. Wire.Block(Wire.Get), .. bytes]);
}
