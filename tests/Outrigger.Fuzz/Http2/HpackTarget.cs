using System.Buffers.Binary;
using System.Text.Json;
using Outrigger.Http.Hpack;
using Outrigger.Testing.Corpora;

namespace Outrigger.Fuzz.Http2;

/// <summary>
/// Field blocks of one connection, each after two bytes of length; the first byte chooses the size of the
/// table. What is decoded and encoded anew is decoded to the same fields, with both ends' tables in step.
/// </summary>
internal sealed class HpackTarget : FuzzTarget
{
    private static readonly int[] s_tableSizes = [4096, 0, 64, 256, 65_536];

    public override string Name => "hpack";

    public override IReadOnlyList<byte[]> Words =>
    [
        [0x82], [0x84], [0x86], [0xbe], [0xbf], [0x20], [0x3f, 0xe1, 0x1f], [0x3f, 0xff, 0xff, 0xff, 0xff, 0x07], [0xff, 0x80],
        [0x40, 0x01, (byte)'a', 0x01, (byte)'b'], [0x00, 0x01, (byte)'a', 0x01, (byte)'b'], [0x10, 0x01, (byte)'a', 0x01, (byte)'b'],
        [0x7f, 0x00], [0x0f, 0x2f], [0x41, 0x8c, 0xf1, 0xe3, 0xc2, 0xe5, 0xf2, 0x3a, 0x6b, 0xa0, 0xab, 0x90, 0xf4, 0xff],
        [0x80, 0x81, 0xff], [0x7f, 0x81, 0x80, 0x80, 0x80, 0x00], [0xc0], [0x00, 0x81, 0x1f],
    ];

    public override IEnumerable<byte[]> PublishedSeeds()
    {
        if (SharedData.Find("corpora/hpack") is not { } folder)
            yield break;
        foreach (string file in Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            List<byte> input = [0];
            foreach (JsonElement item in document.RootElement.GetProperty("cases").EnumerateArray())
            {
                if (!item.TryGetProperty("wire", out JsonElement hex) || input.Count > 2_000)
                    continue;
                byte[] block = Convert.FromHexString(hex.GetString()!);
                input.AddRange([(byte)block.Length, (byte)(block.Length >> 8), .. block]);
            }

            yield return [.. input];
        }
    }

    public override void Run(byte[] input)
    {
        if (input.Length == 0)
            return;
        int tableBytes = s_tableSizes[input[0] % s_tableSizes.Length];
        HpackDecoder decoder = new(tableBytes);
        HpackDecoder again = new(tableBytes);
        HpackEncoder encoder = new(tableBytes);
        encoder.SetTableBytesMax(tableBytes);
        ReadOnlySpan<byte> rest = input.AsSpan(1);
        while (rest.Length >= 2)
        {
            int length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(rest), rest.Length - 2);
            FieldList fields = new();
            HpackError error = decoder.Decode(rest.Slice(2, length), fields);
            rest = rest[(2 + length)..];
            Invariant.Holds(decoder.TableBytes <= Math.Max(4096, tableBytes));
            // A byte is at least a field, whose bytes were sent or are in the table.
            Invariant.Holds(fields.Count <= length);
            if (error != HpackError.None)
                return;
            Reencode(fields, encoder, again);
        }
    }

    private static void Reencode(FieldList fields, HpackEncoder encoder, HpackDecoder decoder)
    {
        // Only valid fields ever reach the encoder, and not more than a head may have.
        if (!fields.IsComplete || !fields.IsValid)
            return;
        byte[] block = new byte[fields.EncodedBytesMax];
        int length = encoder.BeginBlock(block);
        foreach (FieldList.Field field in fields.Fields)
        {
            Span<byte> room = block.AsSpan(length);
            length += field.Pseudo != PseudoHeader.None
                ? encoder.WritePseudo(field.Pseudo, field.Value, room)
                : encoder.WriteField(field.Id, field.Name, field.Value, field.IsNeverIndexed, room);
        }

        FieldList second = new();
        Invariant.Holds(decoder.Decode(block.AsSpan(0, length), second) == HpackError.None);
        Invariant.Holds(decoder.TableBytes == encoder.TableBytes);
        Invariant.Same(fields.Text, second.Text, "what was encoded anew");
    }
}
