using Outrigger.Http;
using Outrigger.Routing;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.Http;

/// <summary>A live request as routing sees it.</summary>
/// <param name="head">The request's head.</param>
/// <param name="metadata">What filters noted of it; null for nothing.</param>
internal readonly struct RequestView(RequestHead head, DynamicMetadata? metadata = null) : IRequestView
{
    /// <inheritdoc/>
    public ReadOnlySpan<byte> Method => head.Method;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Path => head.Path;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Authority => head.Authority;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Scheme => head.SchemeBytes;

    /// <inheritdoc/>
    public DynamicMetadata? Metadata => metadata;

    /// <inheritdoc/>
    public bool TryGetHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value) =>
        head.Headers.TryGet(lowerCaseName, out value);
}
