namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>The parameters of a query, in place.</summary>
internal static class QueryText
{
    /// <summary>The query of a path, without its question mark; empty for none.</summary>
    public static ReadOnlySpan<byte> QueryOf(ReadOnlySpan<byte> path)
    {
        var start = StartOf(path);
        if (start < 0)
            return default;
        var query = path[(start + 1)..];
        var end = query.IndexOf((byte)'#');
        return end < 0 ? query : query[..end];
    }

    /// <summary>Takes the next parameter off.</summary>
    public static bool TryTakeParameter(
        scoped ref ReadOnlySpan<byte> query, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        if (query.IsEmpty)
        {
            name = value = default;
            return false;
        }

        var end = query.IndexOf((byte)'&');
        var parameter = end < 0 ? query : query[..end];
        query = end < 0 ? default : query[(end + 1)..];
        var equals = parameter.IndexOf((byte)'=');
        name = equals < 0 ? parameter : parameter[..equals];
        value = equals < 0 ? default : parameter[(equals + 1)..];
        return true;
    }

    /// <summary>
    /// Whether a name means the other one when its percent-encoding is taken off: the service behind takes it off,
    /// so that an encoded name must not hide a token.
    /// </summary>
    public static bool IsDecoded(ReadOnlySpan<byte> encoded, ReadOnlySpan<byte> name)
    {
        var position = 0;
        for (var index = 0; index < encoded.Length; index++)
        {
            int each = encoded[index];
            if (each == '%' && index + 2 < encoded.Length
                && HexOf(encoded[index + 1]) is var high and >= 0 && HexOf(encoded[index + 2]) is var low and >= 0)
            {
                each = (high << 4) | low;
                index += 2;
            }

            if (position == name.Length || name[position] != each)
                return false;
            position++;
        }

        return position == name.Length;
    }

    /// <summary>The path without the parameters of that name.</summary>
    /// <param name="path">The path with its query.</param>
    /// <param name="name">The name of the parameters.</param>
    /// <param name="target">At least as long as the path.</param>
    /// <returns>The bytes written.</returns>
    public static int WriteWithout(ReadOnlySpan<byte> path, ReadOnlySpan<byte> name, Span<byte> target)
    {
        var query = QueryOf(path);
        var start = StartOf(path);
        if (start < 0)
        {
            path.CopyTo(target);
            return path.Length;
        }

        var behind = path[(start + 1 + query.Length)..];
        path[..start].CopyTo(target);
        var written = start;
        var separator = (byte)'?';
        while (!query.IsEmpty)
        {
            var before = query;
            TryTakeParameter(ref query, out var each, out _);
            if (IsDecoded(each, name))
                continue;
            var whole = before[..(before.Length - query.Length)].TrimEnd((byte)'&');
            target[written++] = separator;
            separator = (byte)'&';
            whole.CopyTo(target[written..]);
            written += whole.Length;
        }

        behind.CopyTo(target[written..]);
        return written + behind.Length;
    }

    /// <summary>Where the query's question mark is; one behind the sign of a fragment is none.</summary>
    private static int StartOf(ReadOnlySpan<byte> path)
    {
        var start = path.IndexOfAny((byte)'?', (byte)'#');
        return start >= 0 && path[start] == (byte)'?' ? start : -1;
    }

    private static int HexOf(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}
