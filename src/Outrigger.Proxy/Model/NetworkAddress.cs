using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Outrigger.Proxy.Model;

/// <summary>
/// An address that a socket binds or connects to: IPv4, IPv6 or a Unix domain socket. Immutable; equal by value.
/// It carries the kernel's own <c>sockaddr</c> bytes so that the data path never converts.
/// </summary>
internal sealed class NetworkAddress : IEquatable<NetworkAddress>
{
    private const ushort FamilyUnix = 1;
    private const ushort FamilyIPv4 = 2;
    private const ushort FamilyIPv6 = 10;
    private const int UnixPathLengthMax = 107;

    private readonly byte[] _kernelBytes;
    private readonly string _text;

    private NetworkAddress(byte[] kernelBytes, string text, IPAddress? ip, int port, string? path)
    {
        _kernelBytes = kernelBytes;
        _text = text;
        Ip = ip;
        Port = port;
        UnixPath = path;
    }

    /// <summary>The <c>sockaddr_in</c>, <c>sockaddr_in6</c> or <c>sockaddr_un</c>, as <c>bind</c> and <c>connect</c> take it.</summary>
    public ReadOnlySpan<byte> KernelBytes => _kernelBytes;

    /// <summary>The IP address, or null for a Unix domain socket.</summary>
    public IPAddress? Ip { get; }

    /// <summary>The port, 0 to 65535; 0 for a Unix domain socket.</summary>
    public int Port { get; }

    /// <summary>The path of a Unix domain socket, with <c>@</c> first for an abstract one; else null.</summary>
    public string? UnixPath { get; }

    /// <summary>Makes the address of an IP endpoint.</summary>
    public static NetworkAddress FromIp(IPAddress ip, int port)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        bool isIPv4 = ip.AddressFamily == AddressFamily.InterNetwork;
        var bytes = new byte[isIPv4 ? 16 : 28];
        BitConverter.TryWriteBytes(bytes, isIPv4 ? FamilyIPv4 : FamilyIPv6);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)port);
        ip.TryWriteBytes(bytes.AsSpan(isIPv4 ? 4 : 8), out _);
        if (!isIPv4)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(24), (uint)ip.ScopeId);
        }

        string text = isIPv4 ? $"{ip}:{port}" : $"[{ip}]:{port}";
        return new NetworkAddress(bytes, text, ip, port, path: null);
    }

    /// <summary>Makes the address of a Unix domain socket, or returns null when the path is empty or too long.</summary>
    public static NetworkAddress? FromUnixPath(string path)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(path);
        if (utf8.Length is 0 or > UnixPathLengthMax)
        {
            return null;
        }

        bool isAbstract = utf8[0] == (byte)'@';
        // A path name ends with a NUL that counts into the length; an abstract name begins with one and has no end mark.
        var bytes = new byte[2 + utf8.Length + (isAbstract ? 0 : 1)];
        BitConverter.TryWriteBytes(bytes, FamilyUnix);
        utf8.CopyTo(bytes.AsSpan(2));
        if (isAbstract)
        {
            bytes[2] = 0;
        }

        return new NetworkAddress(bytes, path, ip: null, port: 0, path);
    }

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
    public override string ToString() => _text;
}
