using System.Buffers.Binary;

namespace Outrigger.Http.Grpc;

/// <summary>
/// Counts the length-prefixed messages of a gRPC stream as its bytes go by, in pieces of any size: each message is a
/// byte of flags, four bytes of length and the message (gRPC over HTTP/2, Length-Prefixed-Message).
/// </summary>
public struct GrpcFrameCounter
{
    private const int PrefixBytes = 5;

    private ulong _prefix;
    private int _prefixCount;
    private long _bytesLeft;

    /// <summary>Messages that began so far; one counts once its prefix is complete.</summary>
    public long MessagesCount { get; private set; }

    /// <summary>Whether the stream stands between two messages, where it may end.</summary>
    public readonly bool IsBetweenMessages => _prefixCount == 0 && _bytesLeft == 0;

    /// <summary>Takes note of bytes that went by.</summary>
    /// <param name="bytes">The next bytes of the stream.</param>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_bytesLeft > 0)
            {
                var count = (int)Math.Min(_bytesLeft, bytes.Length);
                _bytesLeft -= count;
                bytes = bytes[count..];
            }
            else if (_prefixCount == 0 && bytes.Length >= PrefixBytes)
            {
                Begin(BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]));
                bytes = bytes[PrefixBytes..];
            }
            else
            {
                _prefix = (_prefix << 8) | bytes[0];
                bytes = bytes[1..];
                if (++_prefixCount < PrefixBytes)
                    continue;
                Begin((uint)_prefix);
                _prefixCount = 0;
                _prefix = 0;
            }
        }
    }

    private void Begin(uint length)
    {
        MessagesCount++;
        _bytesLeft = length;
    }
}
