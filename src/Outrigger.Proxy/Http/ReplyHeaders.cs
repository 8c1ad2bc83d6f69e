using Outrigger.Http;

namespace Outrigger.Proxy.Http;

/// <summary>Headers of an answer of our own beside the usual ones, such as <c>www-authenticate</c>.</summary>
internal sealed class ReplyHeaders
{
    private readonly List<(byte[] Name, byte[] Value, bool Appends)> _headers = [];

    /// <summary>Adds a header.</summary>
    /// <param name="lowerCaseName">The name in lower case.</param>
    /// <param name="value">The value.</param>
    /// <param name="appends">Whether others of that name stay.</param>
    public ReplyHeaders Add(ReadOnlySpan<byte> lowerCaseName, ReadOnlySpan<byte> value, bool appends = false)
    {
        _headers.Add((lowerCaseName.ToArray(), value.ToArray(), appends));
        return this;
    }

    /// <summary>Sets them in an answer; what finds no room is left out.</summary>
    /// <param name="headers">The headers of the answer.</param>
    public void WriteTo(HeaderMap headers)
    {
        foreach (var (name, value, appends) in _headers)
        {
            if (appends)
                headers.TryAdd(name, value);
            else
                headers.TrySet(name, value);
        }
    }
}
