using System.Buffers.Binary;
using System.Text;
using Outrigger.Net.Native;

namespace Outrigger.Net.Sockets;

/// <summary>Between <see cref="NetworkAddress"/> and the kernel's <c>sockaddr</c> structures.</summary>
internal static unsafe class SocketAddressCodec
{
    internal const int BytesMax = 128;
    internal const int UnixPathBytesMax = 107;

    internal static int FamilyOf(NetworkAddress address) => address.Family switch
    {
        NetworkFamily.IPv4 => LinuxConstants.FamilyInet,
        NetworkFamily.IPv6 => LinuxConstants.FamilyInet6,
        NetworkFamily.Unix => LinuxConstants.FamilyUnix,
        _ => throw new ArgumentException("There is no address to use.", nameof(address)),
    };

    /// <summary>Writes a <c>sockaddr</c> and returns its length.</summary>
    internal static uint Write(NetworkAddress address, Span<byte> target)
    {
        target.Clear();
        BitConverter.TryWriteBytes(target, (ushort)FamilyOf(address));
        switch (address.Family)
        {
            case NetworkFamily.IPv4:
                BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)address.Port);
                BinaryPrimitives.WriteUInt32BigEndian(target[4..], address.IPv4Bits);
                return 16;
            case NetworkFamily.IPv6:
                BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)address.Port);
                BinaryPrimitives.WriteUInt128BigEndian(target[8..], address.Bits);
                BitConverter.TryWriteBytes(target[24..], address.Scope);
                return 28;
            default:
                var length = Encoding.UTF8.GetBytes(address.Path!, target[2..]);
                if (target[2] != (byte)'@')
                    return (uint)(2 + length + 1);
                target[2] = 0;
                return (uint)(2 + length);
        }
    }

    /// <summary>Reads a <c>sockaddr</c> as the kernel filled it; an unnamed Unix peer reads as no address.</summary>
    internal static NetworkAddress Read(ReadOnlySpan<byte> source)
    {
        if (source.Length < 2)
            return default;
        switch (BitConverter.ToUInt16(source))
        {
            case LinuxConstants.FamilyInet when source.Length >= 8:
                return NetworkAddress.FromIPv4(
                    BinaryPrimitives.ReadUInt32BigEndian(source[4..]), BinaryPrimitives.ReadUInt16BigEndian(source[2..]));
            case LinuxConstants.FamilyInet6 when source.Length >= 28:
                return NetworkAddress.FromIPv6(
                    source.Slice(8, 16), BinaryPrimitives.ReadUInt16BigEndian(source[2..]), BitConverter.ToUInt32(source[24..]));
            case LinuxConstants.FamilyUnix when source.Length > 3:
                return ReadUnix(source[2..]);
            default:
                return default;
        }
    }

    private static NetworkAddress ReadUnix(ReadOnlySpan<byte> path)
    {
        if (path[0] == 0)
            return NetworkAddress.FromUnixPath("@" + Encoding.UTF8.GetString(path[1..].TrimEnd((byte)0)));
        var end = path.IndexOf((byte)0);
        return NetworkAddress.FromUnixPath(Encoding.UTF8.GetString(end < 0 ? path : path[..end]));
    }
}
