using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;

namespace Outrigger.Http.Grpc;

/// <summary>
/// Encodes content as gRPC-Web's text form in pieces of any size: what does not fill a group of three bytes waits for
/// the next piece, or for the end.
/// </summary>
public struct GrpcWebTextEncoder
{
    private const int GroupBytes = 3;

    private uint _waiting;
    private int _waitingCount;

    /// <summary>Room that one call can need.</summary>
    /// <param name="length">Bytes of the piece.</param>
    public static int LengthMax(int length) => Base64.GetMaxEncodedToUtf8Length(length + GroupBytes - 1);

    /// <summary>Encodes a piece.</summary>
    /// <param name="bytes">The piece.</param>
    /// <param name="isEnd">Whether nothing follows, so that the rest is padded.</param>
    /// <param name="destination">Room for <see cref="LengthMax"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int Encode(ReadOnlySpan<byte> bytes, bool isEnd, Span<byte> destination)
    {
        var written = 0;
        Span<byte> group = stackalloc byte[GroupBytes];
        while (_waitingCount > 0 && _waitingCount < GroupBytes && !bytes.IsEmpty)
        {
            Hold(bytes[0]);
            bytes = bytes[1..];
        }

        if (_waitingCount == GroupBytes || (isEnd && _waitingCount > 0))
        {
            for (var index = 0; index < _waitingCount; index++)
                group[index] = (byte)(_waiting >> (8 * index));
            written += EncodeWhole(group[.._waitingCount], destination);
            _waitingCount = 0;
            _waiting = 0;
        }

        var whole = isEnd ? bytes.Length : bytes.Length - (bytes.Length % GroupBytes);
        if (whole > 0 && _waitingCount == 0)
        {
            written += EncodeWhole(bytes[..whole], destination[written..]);
            bytes = bytes[whole..];
        }

        foreach (var value in bytes)
            Hold(value);
        Debug.Assert(_waitingCount < GroupBytes, "A whole group never waits.");
        return written;
    }

    private void Hold(byte value) => _waiting |= (uint)value << (8 * _waitingCount++);

    private static int EncodeWhole(ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        var status = Base64.EncodeToUtf8(bytes, destination, out _, out var written);
        Debug.Assert(status == OperationStatus.Done, "The caller gave room for all.");
        return written;
    }
}
