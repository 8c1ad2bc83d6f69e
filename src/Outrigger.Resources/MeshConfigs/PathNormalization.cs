namespace Outrigger.Resources.MeshConfigs;

/// <summary>How request paths are made canonical before they are looked at.</summary>
public sealed record PathNormalization
{
    /// <summary>The kind of normalization.</summary>
    public PathNormalizationType? Normalization { get; init; }
}
