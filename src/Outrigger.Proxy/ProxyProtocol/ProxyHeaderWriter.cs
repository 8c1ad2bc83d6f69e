using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Outrigger.Proxy.ProxyProtocol;

/// <summary>Writes a PROXY protocol header.</summary>
internal static class ProxyHeaderWriter
{
    /// <summary>Bytes of the longest header without entries.</summary>
    public const int LengthWithoutEntriesMax =
        ProxyHeaderV2.PrefixLength + (2 * ProxyHeaderV2.UnixPathLength);

    /// <summary>Bytes of entries that fit into a header whatever its addresses are.</summary>
    public const int EntriesLengthMax = ushort.MaxValue - (2 * ProxyHeaderV2.UnixPathLength);

    /// <summary>Writes the text form. What it cannot say, it calls unknown.</summary>
    /// <param name="source">The client, or null.</param>
    /// <param name="destination">Where it was headed, or null.</param>
    /// <param name="target">Room for <see cref="ProxyHeaderV1.LengthMax"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteV1(NetworkAddress? source, NetworkAddress? destination, Span<byte> target)
    {
        if (source?.Ip is not { } sourceIp || destination?.Ip is not { } destinationIp)
        {
            "PROXY UNKNOWN\r\n"u8.CopyTo(target);
            return "PROXY UNKNOWN\r\n"u8.Length;
        }

        var isIPv6 = source.IsIPv6 || destination.IsIPv6;
        var family = isIPv6 ? "TCP6" : "TCP4";
        var from = Text(sourceIp, isIPv6);
        var to = Text(destinationIp, isIPv6);
        return Encoding.ASCII.GetBytes(
            $"PROXY {family} {from} {to} {source.Port} {destination.Port}\r\n", target);
    }

    /// <summary>Writes the binary form; without addresses the connection is said to be our own.</summary>
    /// <param name="source">The client, or null.</param>
    /// <param name="destination">Where it was headed, or null.</param>
    /// <param name="entries">
    /// Entries as they stand in a header, at most <see cref="EntriesLengthMax"/> bytes; a checksum among them
    /// would be wrong.
    /// </param>
    /// <param name="target">Room for <see cref="LengthWithoutEntriesMax"/> bytes and the entries.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteV2(
        NetworkAddress? source,
        NetworkAddress? destination,
        ReadOnlySpan<byte> entries,
        Span<byte> target)
    {
        var family = FamilyOf(source, destination);
        ProxyHeaderV2.Signature.CopyTo(target);
        var isLocal = family == ProxyHeaderV2.FamilyUnspecified;
        target[12] = isLocal ? ProxyHeaderV2.CommandLocal : ProxyHeaderV2.CommandProxy;
        target[13] = isLocal ? (byte)0 : (byte)((family << 4) | ProxyHeaderV2.TransportStream);
        var addresses = target.Slice(ProxyHeaderV2.PrefixLength, ProxyHeaderV2.AddressesLength(family));
        addresses.Clear();
        if (family == ProxyHeaderV2.FamilyUnix)
        {
            WriteUnix(source!, addresses);
            WriteUnix(destination!, addresses[ProxyHeaderV2.UnixPathLength..]);
        }
        else if (!isLocal)
        {
            var half = family == ProxyHeaderV2.FamilyIPv6 ? 16 : 4;
            WriteIp(source!, addresses[..half], addresses[(2 * half)..]);
            WriteIp(destination!, addresses[half..(2 * half)], addresses[((2 * half) + 2)..]);
        }

        if (isLocal)
            entries = default;
        entries.CopyTo(target[(ProxyHeaderV2.PrefixLength + addresses.Length)..]);
        BinaryPrimitives.WriteUInt16BigEndian(target[14..], (ushort)(addresses.Length + entries.Length));
        return ProxyHeaderV2.PrefixLength + addresses.Length + entries.Length;
    }

    private static int FamilyOf(NetworkAddress? source, NetworkAddress? destination)
    {
        if (source is null || destination is null)
            return ProxyHeaderV2.FamilyUnspecified;
        var unixCount = (source.UnixPath is null ? 0 : 1) + (destination.UnixPath is null ? 0 : 1);
        return unixCount switch
        {
            2 => ProxyHeaderV2.FamilyUnix,
            1 => ProxyHeaderV2.FamilyUnspecified,
            _ => source.IsIPv6 || destination.IsIPv6 ? ProxyHeaderV2.FamilyIPv6 : ProxyHeaderV2.FamilyIPv4,
        };
    }

    // Both addresses have one family; an IPv4 address beside an IPv6 one is written inside IPv6.
    private static string Text(IPAddress ip, bool isIPv6) =>
        (isIPv6 ? new IPAddress(ip.MapToIPv6().GetAddressBytes()) : ip).ToString();

    private static void WriteIp(NetworkAddress address, Span<byte> ip, Span<byte> port)
    {
        var bytes = address.IpBytes;
        if (bytes.Length < ip.Length)
            ip[10] = ip[11] = 0xFF;
        bytes.CopyTo(ip[(ip.Length - bytes.Length)..]);
        BinaryPrimitives.WriteUInt16BigEndian(port, (ushort)address.Port);
    }

    private static void WriteUnix(NetworkAddress address, Span<byte> target)
    {
        // The kernel's own form, without the family: a path, or a NUL and a name.
        var path = address.KernelBytes[2..];
        path[..Math.Min(path.Length, ProxyHeaderV2.UnixPathLength)].CopyTo(target);
    }
}
