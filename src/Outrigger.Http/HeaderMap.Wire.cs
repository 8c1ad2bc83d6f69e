using System.Runtime.CompilerServices;
using Outrigger.Http.Http1;

namespace Outrigger.Http;

/// <summary>
/// The fields as HTTP/1 text. Fields that came in together and were not touched lie in the arena as they are
/// written, one behind the other, and leave as one copy.
/// </summary>
public sealed partial class HeaderMap
{
    /// <summary>The length of the text; fields that belong to the connection are left out.</summary>
    internal int LengthOfText()
    {
        int length = 0;
        foreach (ref readonly HeaderEntry entry in _entries.AsSpan(0, _count))
        {
            if (!ConnectionFields.Contains(entry.Id))
                length += entry.NameLength + entry.ValueLength + 4;
        }

        return length;
    }

    /// <summary>Writes the text; the destination has room for it. Returns its length.</summary>
    internal int WriteText(Span<byte> destination)
    {
        ReadOnlySpan<HeaderEntry> entries = _entries.AsSpan(0, _count);
        int written = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            ref readonly HeaderEntry entry = ref entries[i];
            if (ConnectionFields.Contains(entry.Id))
                continue;
            if (!IsAsWritten(in entry))
            {
                written += WriteField(in entry, destination[written..]);
                continue;
            }

            int end = entry.ValueOffset + entry.ValueLength;
            while (i + 1 < entries.Length && entries[i + 1].NameOffset == end + 2
                && IsAsWritten(in entries[i + 1]) && !ConnectionFields.Contains(entries[i + 1].Id))
            {
                i++;
                end = entries[i].ValueOffset + entries[i].ValueLength;
            }

            // The line end is not copied with the last value: white space may precede it in the arena.
            ReadOnlySpan<byte> run = _arena.AsSpan(entry.NameOffset, end - entry.NameOffset);
            run.CopyTo(destination[written..]);
            "\r\n"u8.CopyTo(destination[(written + run.Length)..]);
            written += run.Length + 2;
        }

        return written;
    }

    // Whether name and value lie in the received head with just ": " between them. A name in the head and a
    // value in the head belong together always: a replaced value is either in its old place or behind the
    // head.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsAsWritten(ref readonly HeaderEntry entry) =>
        entry.ValueOffset == entry.NameOffset + entry.NameLength + 2
        && entry.ValueOffset < _wireLength
        && _arena[entry.ValueOffset - 1] == ' ';

    private int WriteField(ref readonly HeaderEntry entry, Span<byte> destination)
    {
        NameOf(in entry).CopyTo(destination);
        int at = entry.NameLength;
        ": "u8.CopyTo(destination[at..]);
        at += 2;
        ValueOf(in entry).CopyTo(destination[at..]);
        at += entry.ValueLength;
        "\r\n"u8.CopyTo(destination[at..]);
        return at + 2;
    }
}
