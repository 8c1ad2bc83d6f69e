namespace Outrigger.Resources.Networking.ProxyConfigs;

/// <summary>The proxy's image.</summary>
public sealed record ProxyImage
{
    /// <summary>The variant, for example <c>debug</c>.</summary>
    public string? ImageType { get; init; }
}
