using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Outrigger.Net.Native;

namespace Outrigger.Net.Sockets;

/// <summary>
/// An address that a socket binds or connects to: IPv4, IPv6 or a Unix domain socket. Immutable; equal by
/// value. It carries the kernel's own <c>sockaddr</c> bytes so that the data path never converts.
/// </summary>
public sealed class NetworkAddress : IEquatable<NetworkAddress>
{
    /// <summary>Bytes that hold any address the kernel gives (<c>struct sockaddr_storage</c>).</summary>
    internal const int KernelBytesMax = 128;

    private const int UnixPathLengthMax = 107;

    private readonly byte[] _kernelBytes;
    private string? _text;
    private IPAddress? _ip;

    private NetworkAddress(byte[] kernelBytes, IPAddress? ip, string? unixPath)
    {
        _kernelBytes = kernelBytes;
        _ip = ip;
        UnixPath = unixPath;
        Family = BitConverter.ToUInt16(kernelBytes);
        Port = unixPath is null ? BinaryPrimitives.ReadUInt16BigEndian(kernelBytes.AsSpan(2)) : 0;
    }

    /// <summary>
    /// The <c>sockaddr_in</c>, <c>sockaddr_in6</c> or <c>sockaddr_un</c>, as <c>bind</c> and <c>connect</c>
    /// take it.
    /// </summary>
    public ReadOnlySpan<byte> KernelBytes => _kernelBytes;

    /// <summary>The IP address in network order, 4 or 16 bytes; empty for a Unix domain socket.</summary>
    public ReadOnlySpan<byte> IpBytes => Family switch
    {
        LinuxConstants.FamilyInet => _kernelBytes.AsSpan(4, 4),
        LinuxConstants.FamilyInet6 => _kernelBytes.AsSpan(8, 16),
        _ => default,
    };

    /// <summary>The IP address, or null for a Unix domain socket.</summary>
    public IPAddress? Ip => _ip ??= UnixPath is null ? ReadIp() : null;

    /// <summary>The port, 0 to 65535; 0 for a Unix domain socket.</summary>
    public int Port { get; }

    /// <summary>
    /// The path of a Unix domain socket, with <c>@</c> first for an abstract one; else null.
    /// </summary>
    public string? UnixPath { get; }

    /// <summary>Whether this is an IPv6 address.</summary>
    public bool IsIPv6 => Family == LinuxConstants.FamilyInet6;

    /// <summary>Whether this is the unspecified address, <c>0.0.0.0</c> or <c>::</c>.</summary>
    public bool IsWildcard => UnixPath is null && !IpBytes.ContainsAnyExcept((byte)0);

    /// <summary>The address family as the kernel numbers it.</summary>
    internal int Family { get; }

    /// <summary>Makes the address of an IP endpoint.</summary>
    /// <param name="ip">IPv4 or IPv6.</param>
    /// <param name="port">0 to 65535.</param>
    /// <exception cref="ArgumentOutOfRangeException">The port is out of range.</exception>
    public static NetworkAddress FromIp(IPAddress ip, int port)
    {
        ArgumentNullException.ThrowIfNull(ip);
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        var isIPv4 = ip.AddressFamily == AddressFamily.InterNetwork;
        var bytes = new byte[isIPv4 ? 16 : 28];
        var family = isIPv4 ? LinuxConstants.FamilyInet : LinuxConstants.FamilyInet6;
        BitConverter.TryWriteBytes(bytes, (ushort)family);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)port);
        ip.TryWriteBytes(bytes.AsSpan(isIPv4 ? 4 : 8), out _);
        if (!isIPv4)
            BitConverter.TryWriteBytes(bytes.AsSpan(24), (uint)ip.ScopeId);
        return new NetworkAddress(bytes, ip, unixPath: null);
    }

    /// <summary>
    /// Makes the address of a Unix domain socket, or returns null when the path is empty or too long.
    /// </summary>
    /// <param name="path">At most 107 bytes; a leading <c>@</c> means the abstract namespace.</param>
    public static NetworkAddress? FromUnixPath(string path)
    {
        var utf8 = Encoding.UTF8.GetBytes(path);
        if (utf8.Length is 0 or > UnixPathLengthMax)
            return null;
        var isAbstract = utf8[0] == (byte)'@';

        // A path name ends with a NUL that counts into the length; an abstract one begins with it and has no end.
        var bytes = new byte[2 + utf8.Length + (isAbstract ? 0 : 1)];
        BitConverter.TryWriteBytes(bytes, (ushort)LinuxConstants.FamilyUnix);
        utf8.CopyTo(bytes.AsSpan(2));
        if (isAbstract)
            bytes[2] = 0;
        return new NetworkAddress(bytes, ip: null, path);
    }

    /// <summary>
    /// Reads <c>1.2.3.4:80</c> or <c>[::1]:80</c>; null when the text is no address with a port.
    /// </summary>
    /// <param name="text">The text.</param>
    public static NetworkAddress? Parse(ReadOnlySpan<char> text) =>
        IPEndPoint.TryParse(text, out var endpoint) ? FromIp(endpoint.Address, endpoint.Port) : null;

    /// <summary>The same IP address with another port.</summary>
    /// <param name="port">0 to 65535.</param>
    /// <exception cref="InvalidOperationException">This is the address of a Unix domain socket.</exception>
    public NetworkAddress WithPort(int port) =>
        FromIp(Ip ?? throw new InvalidOperationException("A Unix domain socket has no port."), port);

    /// <inheritdoc/>
    public bool Equals(NetworkAddress? other) =>
        other is not null && _kernelBytes.AsSpan().SequenceEqual(other._kernelBytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetworkAddress);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_kernelBytes);
        return hash.ToHashCode();
    }

    /// <summary><c>1.2.3.4:80</c>, <c>[::1]:80</c>, or the path of a Unix domain socket.</summary>
    public override string ToString() => _text ??= UnixPath ?? (IsIPv6 ? $"[{Ip}]:{Port}" : $"{Ip}:{Port}");

    /// <summary>
    /// Reads a <c>sockaddr</c> as the kernel filled it; null for an unnamed Unix peer. An IPv4-mapped IPv6
    /// address, as a dual-stack listener sees it, becomes the IPv4 address it stands for.
    /// </summary>
    internal static NetworkAddress? FromKernel(ReadOnlySpan<byte> source)
    {
        if (source.Length < 8)
            return source.Length > 3 ? ReadUnix(source) : null;
        switch (BitConverter.ToUInt16(source))
        {
            case LinuxConstants.FamilyInet when source.Length >= 16:
                var bytes = new byte[16];
                source[..8].CopyTo(bytes);
                return new NetworkAddress(bytes, ip: null, unixPath: null);
            case LinuxConstants.FamilyInet6 when source.Length >= 28:
                var address = new NetworkAddress(source[..28].ToArray(), ip: null, unixPath: null);
                return address.Ip!.IsIPv4MappedToIPv6
                    ? FromIp(address.Ip.MapToIPv4(), address.Port)
                    : address;
            default:
                return ReadUnix(source);
        }
    }

    private static NetworkAddress? ReadUnix(ReadOnlySpan<byte> source)
    {
        if (BitConverter.ToUInt16(source) != LinuxConstants.FamilyUnix)
            return null;
        var path = source[2..];
        if (path[0] == 0)
            return FromUnixPath("@" + Encoding.UTF8.GetString(path[1..]));
        var end = path.IndexOf((byte)0);
        return FromUnixPath(Encoding.UTF8.GetString(end < 0 ? path : path[..end]));
    }

    private IPAddress ReadIp() =>
        IsIPv6 ? new IPAddress(IpBytes, BitConverter.ToUInt32(_kernelBytes, 24)) : new IPAddress(IpBytes);
}
