using Outrigger.Http;
using Outrigger.Routing.Mutations;

namespace Outrigger.Proxy.Http;

/// <summary>
/// A head's fields as header mutations see them. A request's host lives beside the map, so the names
/// <c>host</c> and <c>:authority</c> lead there. What frames the message cannot be changed: the writer
/// derives it.
/// </summary>
/// <param name="headers">The fields.</param>
/// <param name="request">The request's head, or null for a response.</param>
internal readonly struct MutableHeaders(HeaderMap headers, RequestHead? request) : IMutableHeaders
{
    /// <inheritdoc/>
    public bool Contains(ReadOnlySpan<byte> lowerCaseName) =>
        IsHost(lowerCaseName) ? !request!.Authority.IsEmpty : headers.Contains(lowerCaseName);

    /// <inheritdoc/>
    public void Remove(ReadOnlySpan<byte> lowerCaseName) => headers.Remove(lowerCaseName);

    /// <inheritdoc/>
    public void Replace(ReadOnlySpan<byte> lowerCaseName, ReadOnlySpan<byte> value)
    {
        if (IsHost(lowerCaseName))
            request!.TrySetAuthority(value);
        else if (request is not null && lowerCaseName.SequenceEqual(":path"u8))
            request.TrySetPath(value);
        else
            headers.TrySet(lowerCaseName, value);
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> lowerCaseName, ReadOnlySpan<byte> value)
    {
        if (IsHost(lowerCaseName))
            request!.TrySetAuthority(value);
        else
            headers.TryAdd(lowerCaseName, value);
    }

    /// <summary>Appends to the value that is there; does nothing where none is.</summary>
    /// <param name="lowerCaseName">The name.</param>
    /// <param name="value">What is appended.</param>
    public void Append(ReadOnlySpan<byte> lowerCaseName, ReadOnlySpan<byte> value)
    {
        if (headers.Contains(lowerCaseName))
            headers.TryAppend(lowerCaseName, value);
    }

    private bool IsHost(ReadOnlySpan<byte> lowerCaseName) =>
        request is not null
        && (lowerCaseName.SequenceEqual("host"u8) || lowerCaseName.SequenceEqual(":authority"u8));
}
