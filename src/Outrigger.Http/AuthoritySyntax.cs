using System.Buffers;

namespace Outrigger.Http;

/// <summary>
/// The syntax of host and optional port, without user information (RFC 3986 section 3.2, RFC 9110 section
/// 7.2).
/// </summary>
public static class AuthoritySyntax
{
    private const int PortMax = 65535;

    private static readonly SearchValues<byte> s_hostChars = SearchValues.Create(
        "-._~!$&'()*+,;=%0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> s_addressChars =
        SearchValues.Create("0123456789ABCDEFabcdef:."u8);

    /// <summary>
    /// Whether the bytes are a host with an optional port; the host may be empty only if all is.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<byte> authority) =>
        authority.IsEmpty || TrySplit(authority, out _, out _);

    /// <summary>
    /// Splits into host (brackets kept) and port digits, which may be empty; false when invalid.
    /// </summary>
    public static bool TrySplit(
        ReadOnlySpan<byte> authority, out ReadOnlySpan<byte> host, out ReadOnlySpan<byte> port)
    {
        int hostLength = HostLength(authority);
        if (hostLength <= 0)
        {
            host = port = default;
            return false;
        }

        host = authority[..hostLength];
        port = default;
        if (hostLength == authority.Length)
            return true;
        port = authority[(hostLength + 1)..];
        return authority[hostLength] == ':' && IsPort(port);
    }

    // The length of the part before the port's colon; 0 or negative when it is no host.
    private static int HostLength(ReadOnlySpan<byte> authority)
    {
        if (!authority.IsEmpty && authority[0] == '[')
        {
            int close = authority.IndexOf((byte)']');
            return close > 2 && authority[1..close].IndexOfAnyExcept(s_addressChars) < 0 ? close + 1 : -1;
        }

        int end = authority.IndexOfAnyExcept(s_hostChars);
        if (end < 0)
            end = authority.Length;
        return HasValidEscapes(authority[..end]) ? end : -1;
    }

    private static bool HasValidEscapes(ReadOnlySpan<byte> host)
    {
        int percent;
        while ((percent = host.IndexOf((byte)'%')) >= 0)
        {
            if (percent + 2 >= host.Length
                || !char.IsAsciiHexDigit((char)host[percent + 1])
                || !char.IsAsciiHexDigit((char)host[percent + 2]))
            {
                return false;
            }

            host = host[(percent + 3)..];
        }

        return true;
    }

    // A port may be empty ("host:"), which means the default (RFC 3986 section 3.2.3).
    private static bool IsPort(ReadOnlySpan<byte> digits)
    {
        int port = 0;
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return false;
            port = (port * 10) + (digit - '0');
            if (port > PortMax)
                return false;
        }

        return true;
    }
}
