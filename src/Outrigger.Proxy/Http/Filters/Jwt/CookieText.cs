namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>The cookies of a <c>cookie</c> header (RFC 6265 section 4.2.1), in place.</summary>
internal static class CookieText
{
    /// <summary>Takes the next cookie off.</summary>
    /// <param name="cookies">What is left of the header's value.</param>
    /// <param name="name">The cookie's name.</param>
    /// <param name="value">Its value, without quotes around it.</param>
    public static bool TryTake(
        scoped ref ReadOnlySpan<byte> cookies, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        if (cookies.IsEmpty)
        {
            name = value = default;
            return false;
        }

        var cookie = TakePair(ref cookies);
        var equals = cookie.IndexOf((byte)'=');
        name = equals < 0 ? cookie : cookie[..equals].TrimEnd((byte)' ');
        value = equals < 0 ? default : cookie[(equals + 1)..].TrimStart((byte)' ');
        if (value.Length >= 2 && value[0] == (byte)'"' && value[^1] == (byte)'"')
            value = value[1..^1];
        return true;
    }

    /// <summary>The cookies without those of that name.</summary>
    /// <param name="cookies">The header's value.</param>
    /// <param name="name">The name.</param>
    /// <param name="target">At least as long as the value.</param>
    /// <returns>The bytes written; none when no cookie is left.</returns>
    public static int WriteWithout(ReadOnlySpan<byte> cookies, ReadOnlySpan<byte> name, Span<byte> target)
    {
        var written = 0;
        while (!cookies.IsEmpty)
        {
            var probe = cookies;
            TryTake(ref probe, out var each, out _);
            var cookie = TakePair(ref cookies);
            if (cookie.IsEmpty || each.SequenceEqual(name))
                continue;
            // Pairs are set apart by a semicolon and maybe a space; nothing that is written is longer than it was.
            if (written > 0)
                target[written++] = (byte)';';
            cookie.CopyTo(target[written..]);
            written += cookie.Length;
        }

        return written;
    }

    private static ReadOnlySpan<byte> TakePair(scoped ref ReadOnlySpan<byte> cookies)
    {
        var end = cookies.IndexOf((byte)';');
        var pair = end < 0 ? cookies : cookies[..end];
        cookies = end < 0 ? default : cookies[(end + 1)..];
        return pair.Trim((byte)' ');
    }
}
