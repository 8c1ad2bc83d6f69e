using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Tests;

/// <summary>A request for tests: a method, a URL and headers, as bytes that are made once.</summary>
internal readonly struct TestRequest : IRequestView
{
    private readonly byte[] _method;
    private readonly byte[] _path;
    private readonly byte[] _authority;
    private readonly byte[] _scheme;
    private readonly (byte[] Name, byte[] Value)[] _headers;

    private TestRequest(string method, string scheme, string authority, string path, string[] headers)
    {
        _method = Bytes.Of(method);
        _scheme = Bytes.Of(scheme);
        _authority = Bytes.Of(authority);
        _path = Bytes.Of(path);
        _headers = [.. headers.Where(header => header.Length > 0).Select(Split)];
    }

    public ReadOnlySpan<byte> Method => _method;

    public ReadOnlySpan<byte> Path => _path;

    public ReadOnlySpan<byte> Authority => _authority;

    public ReadOnlySpan<byte> Scheme => _scheme;

    /// <summary>What filters noted.</summary>
    public DynamicMetadata? Metadata { get; init; }

    /// <summary>A GET, with headers such as <c>"x-user: me"</c>.</summary>
    internal static TestRequest Get(string url, params string[] headers) => Send("GET", url, headers);

    internal static TestRequest Send(string method, string url, params string[] headers)
    {
        int schemeEnd = url.IndexOf("://", StringComparison.Ordinal);
        string rest = url[(schemeEnd + 3)..];
        int pathStart = rest.IndexOf('/');
        return new(
            method,
            url[..schemeEnd],
            pathStart < 0 ? rest : rest[..pathStart],
            pathStart < 0 ? "" : rest[pathStart..],
            headers);
    }

    public bool TryGetHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value)
    {
        foreach ((byte[] name, byte[] headerValue) in _headers)
        {
            if (lowerCaseName.SequenceEqual(name))
            {
                value = headerValue;
                return true;
            }
        }

        value = [];
        return false;
    }

    private static (byte[] Name, byte[] Value) Split(string header)
    {
        int colon = header.IndexOf(':', 1);
        return (Bytes.Of(header[..colon]), Bytes.Of(header[(colon + 1)..].TrimStart()));
    }
}
