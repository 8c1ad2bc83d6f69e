using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing;

/// <summary>
/// What a routing decision may read of a request. The proxy implements it over its live request head,
/// `explain` over a hypothetical request. Every span stays valid while the decision is being made and
/// applied.
/// </summary>
public interface IRequestView
{
    /// <summary>The method, such as <c>GET</c>, in the case in which it was sent.</summary>
    ReadOnlySpan<byte> Method { get; }

    /// <summary>
    /// The path with its query (RFC 9112 origin-form); empty for a CONNECT request without a path.
    /// </summary>
    ReadOnlySpan<byte> Path { get; }

    /// <summary>The host with its port, if it had one: the <c>Host</c> header or <c>:authority</c>.</summary>
    ReadOnlySpan<byte> Authority { get; }

    /// <summary><c>http</c> or <c>https</c>, as the client sees it.</summary>
    ReadOnlySpan<byte> Scheme { get; }

    /// <summary>What filters noted of the request; null for nothing.</summary>
    DynamicMetadata? Metadata { get; }

    /// <summary>
    /// Reads one header. The values of a repeated header come joined with commas (RFC 9110 section 5.3).
    /// Pseudo-headers are never asked for: they are the properties above.
    /// </summary>
    /// <param name="lowerCaseName">The name in lower case.</param>
    /// <param name="value">The value, empty when there is none.</param>
    /// <returns>Whether the request has the header; a header with an empty value is present.</returns>
    bool TryGetHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value);
}
