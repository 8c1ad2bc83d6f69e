namespace Outrigger.Routing.Matching;

/// <summary>
/// Where a named header is read: pseudo-headers are fields of the request, so their names are resolved once,
/// when the configuration is compiled.
/// </summary>
internal enum HeaderSource : byte
{
    Field,
    Method,
    Path,
    Authority,
    Scheme,
}

/// <summary>A header's name with the place where its value is found.</summary>
internal readonly struct HeaderName
{
    private readonly byte[] _lowerCaseName;
    private readonly HeaderSource _source;

    internal HeaderName(string name)
    {
        _lowerCaseName = AsciiBytes.LowerCase(name);
        _source = name switch
        {
            ":method" => HeaderSource.Method,
            ":path" => HeaderSource.Path,
            ":authority" => HeaderSource.Authority,
            ":scheme" => HeaderSource.Scheme,
            _ when name.Equals("host", StringComparison.OrdinalIgnoreCase) => HeaderSource.Authority,
            _ => HeaderSource.Field,
        };
    }

    internal HeaderSource Source => _source;

    internal bool TryRead<TRequest>(scoped ref TRequest request, out ReadOnlySpan<byte> value)
        where TRequest : struct, IRequestView, allows ref struct
    {
        switch (_source)
        {
            case HeaderSource.Method:
                value = request.Method;
                break;
            case HeaderSource.Path:
                value = request.Path;
                break;
            case HeaderSource.Authority:
                value = request.Authority;
                break;
            case HeaderSource.Scheme:
                value = request.Scheme;
                break;
            default:
                return request.TryGetHeader(_lowerCaseName, out value);
        }

        return !value.IsEmpty;
    }

    public override string ToString() => System.Text.Encoding.UTF8.GetString(_lowerCaseName);
}
