using System.Buffers;
using System.Buffers.Text;

namespace Outrigger.Http.Grpc;

/// <summary>
/// Decodes the base64 of gRPC-Web's text form in pieces of any size. A sender may pad in the middle, where it flushed,
/// so padding ends a group and not the stream (PROTOCOL-WEB, Content-Type).
/// </summary>
public struct GrpcWebTextDecoder
{
    private const int GroupChars = 4;

    private uint _group;
    private int _groupCount;

    /// <summary>Whether the stream stands between two groups, where it may end.</summary>
    public readonly bool IsBetweenGroups => _groupCount == 0;

    /// <summary>Decodes the next characters.</summary>
    /// <param name="text">The characters.</param>
    /// <param name="destination">Where to; it may be shorter than what the text decodes to.</param>
    /// <param name="consumed">Characters that were used.</param>
    /// <param name="written">Bytes that were decoded.</param>
    /// <returns>Whether the text is well formed so far.</returns>
    public bool TryDecode(
        ReadOnlySpan<byte> text, Span<byte> destination, out int consumed, out int written)
    {
        consumed = written = 0;
        while (consumed < text.Length)
        {
            if (_groupCount == 0 && TryDecodeRun(text[consumed..], destination[written..], ref consumed, ref written))
                continue;
            // A group must find room for all its bytes before its last character is taken.
            if (_groupCount == GroupChars - 1 && destination.Length - written < 3)
                return true;
            _group |= (uint)text[consumed] << (8 * _groupCount++);
            consumed++;
            if (_groupCount == GroupChars && !TryEndGroup(destination, ref written))
                return false;
        }

        return true;
    }

    /// <summary>Decodes whole groups at once, as many as there are and have room; false when there is none.</summary>
    private static bool TryDecodeRun(
        ReadOnlySpan<byte> text, Span<byte> destination, ref int consumed, ref int written)
    {
        var groups = Math.Min(text.Length / GroupChars, destination.Length / 3);
        if (groups == 0)
            return false;
        // Stops before padding and before what is not base64; both are for the slow way.
        Base64.DecodeFromUtf8(
            text[..(groups * GroupChars)], destination, out var used, out var count, isFinalBlock: false);
        if (used == 0 || used % GroupChars != 0 || count != used / GroupChars * 3)
            return false;
        consumed += used;
        written += count;
        return true;
    }

    private bool TryEndGroup(Span<byte> destination, ref int written)
    {
        Span<byte> group = stackalloc byte[GroupChars];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(group, _group);
        _group = 0;
        _groupCount = 0;
        var status = Base64.DecodeFromUtf8(group, destination[written..], out var used, out var count);
        if (status != OperationStatus.Done || used != GroupChars)
            return false;
        written += count;
        return true;
    }
}
