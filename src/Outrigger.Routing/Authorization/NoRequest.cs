using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Authorization;

/// <summary>The request of a connection that is not HTTP: there is none, and no header is present.</summary>
public readonly struct NoRequest : IRequestView
{
    /// <inheritdoc/>
    public ReadOnlySpan<byte> Method => default;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Path => default;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Authority => default;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Scheme => default;

    /// <inheritdoc/>
    public DynamicMetadata? Metadata => null;

    /// <inheritdoc/>
    public bool TryGetHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value)
    {
        value = default;
        return false;
    }
}
