using System.Net;
using System.Net.Sockets;

namespace Outrigger.Proxy.ProxyProtocol;

/// <summary>
/// The text form (section 2.1): <c>PROXY TCP4 192.0.2.1 198.51.100.7 35646 80</c> and the end of the line.
/// Single spaces, numbers without leading zeros, 107 bytes at most: a line that is written otherwise was not
/// written by a proxy.
/// </summary>
internal static class ProxyHeaderV1
{
    /// <summary>Bytes of the longest line with its end.</summary>
    public const int LengthMax = 107;

    /// <summary>What every header of this form begins with.</summary>
    public static ReadOnlySpan<byte> Signature => "PROXY "u8;

    /// <summary>Reads the line.</summary>
    /// <param name="received">Bytes that begin like the signature, as far as they go.</param>
    /// <param name="header">The header.</param>
    public static ProxyHeaderStatus TryRead(ReadOnlySpan<byte> received, out ProxyHeader header)
    {
        header = default;
        if (received.Length < Signature.Length)
            return ProxyHeaderStatus.NeedMoreData;
        var window = received[..Math.Min(received.Length, LengthMax)];
        var end = window.IndexOf((byte)'\n');
        if (end < 0)
        {
            // A carriage return is the last byte before the end; nothing else may be unprintable.
            var text = window[^1] == (byte)'\r' ? window[..^1] : window;
            var isPossible = window.Length < LengthMax && IsPrintable(text);
            return isPossible ? ProxyHeaderStatus.NeedMoreData : ProxyHeaderStatus.Malformed;
        }

        if (window[end - 1] != (byte)'\r' || !IsPrintable(window[..(end - 1)]))
            return ProxyHeaderStatus.Malformed;
        return TryReadLine(window[Signature.Length..(end - 1)], end + 1, out header)
            ? ProxyHeaderStatus.Complete
            : ProxyHeaderStatus.Malformed;
    }

    private static bool TryReadLine(ReadOnlySpan<byte> line, int length, out ProxyHeader header)
    {
        header = new ProxyHeader { Length = length };
        var family = TakeField(ref line, out var hasMore);
        if (family.SequenceEqual("UNKNOWN"u8))
            return true;
        var isIPv4 = family.SequenceEqual("TCP4"u8);
        if (!hasMore || (!isIPv4 && !family.SequenceEqual("TCP6"u8)))
            return false;
        var source = ReadAddress(TakeField(ref line, out _), isIPv4);
        var destination = ReadAddress(TakeField(ref line, out _), isIPv4);
        var sourcePort = ReadNumber(TakeField(ref line, out hasMore), ushort.MaxValue);
        if (!hasMore)
            return false;
        var destinationPort = ReadNumber(line, ushort.MaxValue);
        if (source is null || destination is null || sourcePort < 0 || destinationPort < 0)
            return false;
        header = new ProxyHeader
        {
            Length = length,
            HasAddresses = true,
            Source = NetworkAddress.FromIp(source, sourcePort),
            Destination = NetworkAddress.FromIp(destination, destinationPort),
        };
        return true;
    }

    private static ReadOnlySpan<byte> TakeField(scoped ref ReadOnlySpan<byte> line, out bool hasMore)
    {
        var space = line.IndexOf((byte)' ');
        hasMore = space >= 0;
        var field = hasMore ? line[..space] : line;
        line = hasMore ? line[(space + 1)..] : default;
        return field;
    }

    private static IPAddress? ReadAddress(ReadOnlySpan<byte> text, bool isIPv4)
    {
        if (isIPv4)
            return ReadIPv4(text);
        const string Allowed = "0123456789abcdefABCDEF:.";
        foreach (var letter in text)
        {
            if (!Allowed.Contains((char)letter))
                return null;
        }

        return IPAddress.TryParse(text, out var address)
            && address.AddressFamily == AddressFamily.InterNetworkV6 ? address : null;
    }

    // The library also reads "1", "0x7f.1" and "010.0.0.1", which mean different things to different programs.
    private static IPAddress? ReadIPv4(ReadOnlySpan<byte> text)
    {
        Span<byte> octets = stackalloc byte[4];
        for (var index = 0; index < 4; index++)
        {
            var dot = text.IndexOf((byte)'.');
            if (dot < 0 != (index == 3))
                return null;
            var value = ReadNumber(dot < 0 ? text : text[..dot], byte.MaxValue);
            if (value < 0)
                return null;
            octets[index] = (byte)value;
            text = dot < 0 ? default : text[(dot + 1)..];
        }

        return new IPAddress(octets);
    }

    /// <summary>A number without sign or leading zeros; -1 for anything else.</summary>
    private static int ReadNumber(ReadOnlySpan<byte> digits, int max)
    {
        if (digits.Length is 0 or > 5 || (digits[0] == (byte)'0' && digits.Length > 1))
            return -1;
        var value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
                return -1;
            value = (value * 10) + (digit - '0');
        }

        return value <= max ? value : -1;
    }

    private static bool IsPrintable(ReadOnlySpan<byte> text) =>
        !text.ContainsAnyExceptInRange((byte)' ', (byte)'~');
}
