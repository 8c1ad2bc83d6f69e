using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Outrigger.Net.Sockets;

/// <summary>What a <see cref="NetworkAddress"/> holds.</summary>
public enum NetworkFamily
{
    /// <summary>No address.</summary>
    None,

    /// <summary>IPv4 address and port.</summary>
    IPv4,

    /// <summary>IPv6 address and port.</summary>
    IPv6,

    /// <summary>Path of a Unix socket.</summary>
    Unix,
}

/// <summary>An IPv4 or IPv6 address with a port, or the path of a Unix socket. A value; compares by content.</summary>
public readonly struct NetworkAddress : IEquatable<NetworkAddress>
{
    private readonly UInt128 _bits;
    private readonly uint _scope;
    private readonly string? _path;

    private NetworkAddress(NetworkFamily family, UInt128 bits, int port, uint scope, string? path)
    {
        Family = family;
        _bits = bits;
        Port = port;
        _scope = scope;
        _path = path;
    }

    /// <summary>The kind of address.</summary>
    public NetworkFamily Family { get; }

    /// <summary>The port, 0 to 65535; 0 for Unix sockets.</summary>
    public int Port { get; }

    /// <summary>The path of a Unix socket (a leading <c>@</c> means the abstract namespace), else null.</summary>
    public string? Path => _path;

    /// <summary>Whether this is the unspecified address (0.0.0.0 or ::).</summary>
    public bool IsWildcard => Family is NetworkFamily.IPv4 or NetworkFamily.IPv6 && _bits == 0;

    /// <summary>The IPv4 address as a number in host order; 0 for other families.</summary>
    public uint IPv4Bits => Family == NetworkFamily.IPv4 ? (uint)_bits : 0;

    /// <summary>Compares by content.</summary>
    public static bool operator ==(NetworkAddress left, NetworkAddress right) => left.Equals(right);

    /// <summary>Compares by content.</summary>
    public static bool operator !=(NetworkAddress left, NetworkAddress right) => !left.Equals(right);

    /// <summary>Makes an address from the framework's form.</summary>
    /// <param name="address">IPv4 or IPv6; an IPv4-mapped IPv6 address becomes IPv4.</param>
    /// <param name="port">0 to 65535.</param>
    /// <exception cref="ArgumentOutOfRangeException">The port is out of range.</exception>
    public static NetworkAddress From(IPAddress address, int port)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 4
            ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes), port)
            : FromIPv6(bytes, port, (uint)address.ScopeId);
    }

    /// <summary>Makes an IPv4 address.</summary>
    /// <param name="bits">The address in host order: 127.0.0.1 is 0x7F000001.</param>
    /// <param name="port">0 to 65535.</param>
    public static NetworkAddress FromIPv4(uint bits, int port) => new(NetworkFamily.IPv4, bits, port, 0, null);

    /// <summary>Makes an IPv6 address, or an IPv4 one when it is IPv4-mapped.</summary>
    /// <param name="bytes">16 bytes in network order.</param>
    /// <param name="port">0 to 65535.</param>
    /// <param name="scope">Scope of a link-local address, else 0.</param>
    public static NetworkAddress FromIPv6(ReadOnlySpan<byte> bytes, int port, uint scope)
    {
        var bits = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return bits >> 32 == 0xFFFF
            ? FromIPv4((uint)bits, port)
            : new(NetworkFamily.IPv6, bits, port, scope, null);
    }

    /// <summary>Makes the address of a Unix socket.</summary>
    /// <param name="path">At most 107 bytes; a leading <c>@</c> means the abstract namespace.</param>
    /// <exception cref="ArgumentException">The path is empty or too long.</exception>
    public static NetworkAddress FromUnixPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Encoding.UTF8.GetByteCount(path) > SocketAddressCodec.UnixPathBytesMax)
            throw new ArgumentException("The path of a Unix socket has at most 107 bytes.", nameof(path));
        return new(NetworkFamily.Unix, 0, 0, 0, path);
    }

    /// <summary>Reads <c>1.2.3.4:80</c> or <c>[::1]:80</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address, when the text is one.</param>
    /// <returns>Whether the text is an address with a port.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out NetworkAddress address)
    {
        address = default;
        if (!IPEndPoint.TryParse(text, out var endpoint))
            return false;
        address = From(endpoint.Address, endpoint.Port);
        return true;
    }

    /// <summary>The same address with another port.</summary>
    /// <param name="port">0 to 65535.</param>
    public NetworkAddress WithPort(int port) => new(Family, _bits, port, _scope, _path);

    /// <summary>The framework's form of the address part; null for Unix sockets and no address.</summary>
    public IPAddress? ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        var length = WriteAddressBytes(bytes);
        return length switch
        {
            4 => new IPAddress(bytes[..4]),
            16 => new IPAddress(bytes, _scope),
            _ => null,
        };
    }

    /// <summary>Writes the address in network order.</summary>
    /// <param name="target">At least 16 bytes.</param>
    /// <returns>4, 16, or 0 when this is no IP address.</returns>
    public int WriteAddressBytes(Span<byte> target)
    {
        switch (Family)
        {
            case NetworkFamily.IPv4:
                BinaryPrimitives.WriteUInt32BigEndian(target, (uint)_bits);
                return 4;
            case NetworkFamily.IPv6:
                BinaryPrimitives.WriteUInt128BigEndian(target, _bits);
                return 16;
            default:
                return 0;
        }
    }

    /// <summary>The address part as text, without port: <c>10.0.0.1</c>, <c>::1</c>, or the path.</summary>
    public string ToAddressString() => Family == NetworkFamily.Unix ? _path! : ToIPAddress()?.ToString() ?? "";

    /// <inheritdoc/>
    public override string ToString() => Family switch
    {
        NetworkFamily.IPv4 => string.Create(CultureInfo.InvariantCulture, $"{ToIPAddress()}:{Port}"),
        NetworkFamily.IPv6 => string.Create(CultureInfo.InvariantCulture, $"[{ToIPAddress()}]:{Port}"),
        NetworkFamily.Unix => _path!,
        _ => "none",
    };

    /// <inheritdoc/>
    public bool Equals(NetworkAddress other) =>
        Family == other.Family && _bits == other._bits && Port == other.Port && _scope == other._scope
        && _path == other._path;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NetworkAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine((int)Family, _bits, Port, _scope, _path);

    internal UInt128 Bits => _bits;

    internal uint Scope => _scope;
}
