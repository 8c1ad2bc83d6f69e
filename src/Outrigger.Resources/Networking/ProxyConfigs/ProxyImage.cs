namespace Outrigger.Resources.Networking.ProxyConfigs;

/// <summary>Record ProxyImage.</summary>
public sealed record ProxyImage
{
    /// <summary>Field imageType.</summary>
    public string? ImageType { get; init; }
}
