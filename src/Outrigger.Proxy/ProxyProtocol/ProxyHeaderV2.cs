using System.Buffers.Binary;
using System.Net;
using System.Numerics;
using System.Text;

namespace Outrigger.Proxy.ProxyProtocol;

/// <summary>
/// The binary form (section 2.2): signature, version and command, family and transport, length; then the
/// addresses and the entries. The checksum entry is verified where there is one.
/// </summary>
internal static class ProxyHeaderV2
{
    /// <summary>Bytes before the addresses.</summary>
    public const int PrefixLength = 16;

    /// <summary>Version 2, the command LOCAL: the connection is the proxy's own.</summary>
    public const byte CommandLocal = 0x20;

    /// <summary>Version 2, the command PROXY: the connection is for somebody else.</summary>
    public const byte CommandProxy = 0x21;

    /// <summary>The family of unknown addresses.</summary>
    public const int FamilyUnspecified = 0;

    /// <summary>The family of IPv4.</summary>
    public const int FamilyIPv4 = 1;

    /// <summary>The family of IPv6.</summary>
    public const int FamilyIPv6 = 2;

    /// <summary>The family of Unix sockets.</summary>
    public const int FamilyUnix = 3;

    /// <summary>The transport of streams.</summary>
    public const int TransportStream = 1;

    /// <summary>Bytes of one path of a Unix socket.</summary>
    public const int UnixPathLength = 108;

    /// <summary>What every header of this form begins with.</summary>
    public static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Bytes of both addresses of a family; 0 where they are unknown.</summary>
    public static int AddressesLength(int family) => family switch
    {
        FamilyIPv4 => 2 * (4 + 2),
        FamilyIPv6 => 2 * (16 + 2),
        FamilyUnix => 2 * UnixPathLength,
        _ => 0,
    };

    /// <summary>Reads the header.</summary>
    /// <param name="received">Bytes that begin like the signature, as far as they go.</param>
    /// <param name="header">The header.</param>
    public static ProxyHeaderStatus TryRead(ReadOnlySpan<byte> received, out ProxyHeader header)
    {
        header = default;
        if (received.Length > 12 && received[12] is not (CommandLocal or CommandProxy))
            return ProxyHeaderStatus.Malformed;
        if (received.Length > 13 && received[12] == CommandProxy && !IsKnown(received[13]))
            return ProxyHeaderStatus.Malformed;
        if (received.Length < PrefixLength)
            return ProxyHeaderStatus.NeedMoreData;
        int length = PrefixLength + BinaryPrimitives.ReadUInt16BigEndian(received[14..]);
        var isLocal = received[12] == CommandLocal;
        var family = isLocal ? FamilyUnspecified : received[13] >> 4;
        var entriesStart = PrefixLength + AddressesLength(family);
        if (length < entriesStart)
            return ProxyHeaderStatus.Malformed;
        if (received.Length < length)
            return ProxyHeaderStatus.NeedMoreData;
        var whole = received[..length];
        // What follows unknown addresses cannot be told from them, so it is skipped as a whole.
        var entries = family == FamilyUnspecified ? default : whole[entriesStart..];
        if (!AreWellFormed(entries, whole))
            return ProxyHeaderStatus.Malformed;
        header = ReadAddresses(whole[PrefixLength..entriesStart], family, length, entries);
        return ProxyHeaderStatus.Complete;
    }

    private static bool IsKnown(byte familyAndTransport) =>
        familyAndTransport >> 4 == FamilyUnspecified
        || (familyAndTransport >> 4 <= FamilyUnix && (familyAndTransport & 0xF) == TransportStream);

    private static ProxyHeader ReadAddresses(
        ReadOnlySpan<byte> addresses, int family, int length, ReadOnlySpan<byte> entries)
    {
        var half = family == FamilyUnix ? UnixPathLength : family == FamilyIPv6 ? 16 : 4;
        return new ProxyHeader
        {
            Version = ProxyHeaderVersion.V2,
            Length = length,
            HasAddresses = family != FamilyUnspecified,
            Source = family switch
            {
                FamilyUnspecified => null,
                FamilyUnix => ReadUnix(addresses[..half]),
                _ => ReadIp(addresses[..half], addresses[(2 * half)..]),
            },
            Destination = family switch
            {
                FamilyUnspecified => null,
                FamilyUnix => ReadUnix(addresses[half..]),
                _ => ReadIp(addresses[half..(2 * half)], addresses[((2 * half) + 2)..]),
            },
            Entries = entries,
        };
    }

    private static NetworkAddress ReadIp(ReadOnlySpan<byte> ip, ReadOnlySpan<byte> port) =>
        NetworkAddress.FromIp(new IPAddress(ip), BinaryPrimitives.ReadUInt16BigEndian(port));

    /// <summary>Null for an unnamed socket, and for a path that would look like the name of an abstract one.</summary>
    private static NetworkAddress? ReadUnix(ReadOnlySpan<byte> path)
    {
        if (path[0] == '@')
            return null;
        var isAbstract = path[0] == 0;
        var name = isAbstract ? path[1..] : path;
        var end = name.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
        return text.Length == 0 ? null : NetworkAddress.FromUnixPath(isAbstract ? "@" + text : text);
    }

    private static bool AreWellFormed(ReadOnlySpan<byte> entries, ReadOnlySpan<byte> whole)
    {
        var reader = new ProxyEntries(entries);
        while (reader.MoveNext())
        {
            if (reader.Type != ProxyEntries.TypeChecksum)
                continue;
            if (reader.Value.Length != 4 || !whole.Overlaps(reader.Value, out var offset)
                || Checksum(whole, offset) != BinaryPrimitives.ReadUInt32BigEndian(reader.Value))
            {
                return false;
            }
        }

        return !reader.IsBroken;
    }

    /// <summary>CRC-32C of the header with the checksum itself taken as zero (section 2.2.3).</summary>
    private static uint Checksum(ReadOnlySpan<byte> whole, int checksumOffset)
    {
        var crc = uint.MaxValue;
        for (var index = 0; index < whole.Length; index++)
        {
            var isChecksum = index >= checksumOffset && index < checksumOffset + 4;
            crc = BitOperations.Crc32C(crc, isChecksum ? (byte)0 : whole[index]);
        }

        return ~crc;
    }
}
