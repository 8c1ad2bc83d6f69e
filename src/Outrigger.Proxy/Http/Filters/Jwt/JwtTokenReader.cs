using Outrigger.Http;

namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>
/// Walks the tokens at one place of a request. All of them are read, not only the first: the service behind might
/// take another one than was verified.
/// </summary>
internal ref struct JwtTokenReader
{
    private readonly JwtLocation _location;
    private readonly HeaderMap _headers;
    private ReadOnlySpan<byte> _rest;
    private int _index;

    /// <summary>Stands before the first token.</summary>
    /// <param name="location">The place.</param>
    /// <param name="request">The request; it must not be changed meanwhile.</param>
    public JwtTokenReader(JwtLocation location, RequestHead request)
    {
        _location = location;
        _headers = request.Headers;
        _rest = location.Kind == JwtLocationKind.Parameter ? QueryText.QueryOf(request.Path) : default;
        _index = -1;
    }

    /// <summary>The next token.</summary>
    /// <param name="token">The token, as it was sent.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryRead(out ReadOnlySpan<byte> token) => _location.Kind switch
    {
        JwtLocationKind.Header => TryReadHeader(out token),
        JwtLocationKind.Parameter => TryReadParameter(out token),
        _ => TryReadCookie(out token),
    };

    private bool TryReadHeader(out ReadOnlySpan<byte> token)
    {
        while ((_index = _headers.IndexOf(_location.Name, _index + 1)) >= 0)
        {
            token = _headers.ValueAt(_index);
            if (_location.Prefix.IsEmpty)
                return true;
            var start = token.IndexOf(_location.Prefix);
            if (start < 0)
                continue;
            token = SkipToToken(token, token[(start + _location.Prefix.Length)..]);
            return true;
        }

        // Behind the last one there is nothing to be found any more.
        _index = _headers.Count;
        token = default;
        return false;
    }

    private bool TryReadParameter(out ReadOnlySpan<byte> token)
    {
        while (QueryText.TryTakeParameter(ref _rest, out var name, out token))
        {
            if (QueryText.IsDecoded(name, _location.Name))
                return true;
        }

        return false;
    }

    private bool TryReadCookie(out ReadOnlySpan<byte> token)
    {
        while (true)
        {
            while (CookieText.TryTake(ref _rest, out var name, out token))
            {
                if (name.SequenceEqual(_location.Name))
                    return true;
            }

            _index = _headers.IndexOf(KnownHeader.Cookie, _index + 1);
            if (_index < 0)
            {
                _index = _headers.Count;
                return false;
            }

            _rest = _headers.ValueAt(_index);
        }
    }

    /// <summary>
    /// The text from the first character on that a token can have; without any, the whole value, which then is a
    /// malformed token. So Envoy does.
    /// </summary>
    private static ReadOnlySpan<byte> SkipToToken(ReadOnlySpan<byte> value, ReadOnlySpan<byte> behindPrefix)
    {
        for (var index = 0; index < behindPrefix.Length; index++)
        {
            var each = behindPrefix[index];
            if (char.IsAsciiLetterOrDigit((char)each) || each is (byte)'-' or (byte)'_' or (byte)'.')
                return behindPrefix[index..];
        }

        return value;
    }
}
