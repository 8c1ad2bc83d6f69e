using System.Text;
using Outrigger.Http.Hpack;

namespace Outrigger.Http.Tests.Hpack;

/// <summary>Encodes the fields of a story as our writer does.</summary>
internal static class StoryEncoder
{
    internal static byte[] Encode(HpackEncoder encoder, HpackCase item)
    {
        byte[] block = new byte[64 * 1024];
        int length = encoder.BeginBlock(block);
        foreach ((string name, string value) in item.Fields)
        {
            byte[] nameBytes = Encoding.UTF8.GetBytes(name);
            byte[] valueBytes = Encoding.UTF8.GetBytes(value);
            Span<byte> rest = block.AsSpan(length);
            length += PseudoOf(name) is var pseudo && pseudo != PseudoHeader.None
                ? encoder.WritePseudo(pseudo, valueBytes, rest)
                : encoder.WriteField(KnownHeaders.Resolve(nameBytes), nameBytes, valueBytes, false, rest);
        }

        return block[..length];
    }

    private static PseudoHeader PseudoOf(string name) => name switch
    {
        ":authority" => PseudoHeader.Authority,
        ":method" => PseudoHeader.Method,
        ":path" => PseudoHeader.Path,
        ":scheme" => PseudoHeader.Scheme,
        ":status" => PseudoHeader.Status,
        _ => PseudoHeader.None,
    };
}
