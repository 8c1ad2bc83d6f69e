using System.Buffers.Binary;
using System.Net;

namespace Outrigger.Routing.FilterChains;

/// <summary>
/// An IP address as a number that can be compared by prefix. An IPv4 address inside an IPv6 one
/// (<c>::ffff:10.0.0.1</c>) is the IPv4 address.
/// </summary>
public readonly record struct AddressValue
{
    private static readonly UInt128 MappedPrefix = new(0, 0x0000_FFFF_0000_0000);

    private AddressValue(UInt128 bits, AddressFamilyKind family)
    {
        Bits = bits;
        Family = family;
    }

    /// <summary>
    /// No IP address, as of a Unix socket; only chains without address conditions match it.
    /// </summary>
    public static AddressValue None => default;

    /// <summary>The family.</summary>
    public AddressFamilyKind Family { get; }

    /// <summary>
    /// The bits from the most significant end, so that a prefix of either family is at the top.
    /// </summary>
    internal UInt128 Bits { get; }

    internal bool IsLoopback => Family switch
    {
        AddressFamilyKind.IPv4 => Bits >> 120 == 127,
        AddressFamilyKind.IPv6 => Bits == UInt128.One,
        _ => false,
    };

    /// <summary>Reads an address in network byte order.</summary>
    /// <param name="bytes">4 or 16 bytes; any other length gives <see cref="None"/>.</param>
    public static AddressValue FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 4)
        {
            return new((UInt128)BinaryPrimitives.ReadUInt32BigEndian(bytes) << 96, AddressFamilyKind.IPv4);
        }

        if (bytes.Length != 16)
        {
            return None;
        }

        UInt128 bits = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return (bits & ~(UInt128)uint.MaxValue) == MappedPrefix
            ? new(bits << 96, AddressFamilyKind.IPv4)
            : new(bits, AddressFamilyKind.IPv6);
    }

    /// <summary>Reads the text form of an address.</summary>
    /// <param name="text">Such as <c>10.0.0.1</c> or <c>fd00::1</c>.</param>
    /// <param name="address">The address.</param>
    public static bool TryParse(string text, out AddressValue address)
    {
        bool isValid = IPAddress.TryParse(text, out IPAddress? parsed);
        address = isValid ? FromBytes(parsed!.GetAddressBytes()) : None;
        return isValid;
    }

    internal AddressValue Masked(int prefixLength)
    {
        UInt128 mask = prefixLength == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - prefixLength);
        return new(Bits & mask, Family);
    }
}
