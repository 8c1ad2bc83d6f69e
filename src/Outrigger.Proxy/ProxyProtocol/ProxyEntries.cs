using System.Buffers.Binary;

namespace Outrigger.Proxy.ProxyProtocol;

/// <summary>
/// Reads the entries of a binary header one after the other: a byte of type, two of length, the value
/// (section 2.2.7 of the specification).
/// </summary>
/// <param name="bytes">All entries.</param>
internal ref struct ProxyEntries(ReadOnlySpan<byte> bytes)
{
    /// <summary>Bytes before an entry's value.</summary>
    public const int PrefixLength = 3;

    /// <summary>The type of the entry that holds the header's checksum.</summary>
    public const byte TypeChecksum = 0x03;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The type of the present entry.</summary>
    public byte Type { get; private set; }

    /// <summary>The value of the present entry.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The present entry as it stands in the header.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>Whether an entry was longer than what is left of the header.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Goes to the next entry; false at the end, and where an entry is broken.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
            return false;
        if (_rest.Length < PrefixLength
            || BinaryPrimitives.ReadUInt16BigEndian(_rest[1..]) > _rest.Length - PrefixLength)
        {
            IsBroken = true;
            return false;
        }

        int length = PrefixLength + BinaryPrimitives.ReadUInt16BigEndian(_rest[1..]);
        Type = _rest[0];
        Whole = _rest[..length];
        Value = Whole[PrefixLength..];
        _rest = _rest[length..];
        return true;
    }
}
