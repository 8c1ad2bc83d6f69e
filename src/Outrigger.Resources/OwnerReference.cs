using Outrigger.Resources.Schema;

namespace Outrigger.Resources;

/// <summary>Names the object that an object belongs to.</summary>
[OpenRecord]
public sealed record OwnerReference
{
    /// <summary>API version of the owner.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Kind of the owner.</summary>
    public string? Kind { get; init; }

    /// <summary>Name of the owner.</summary>
    public string? Name { get; init; }

    /// <summary>Unique id of the owner.</summary>
    public string? Uid { get; init; }

    /// <summary>Whether the owner manages the object.</summary>
    public bool? Controller { get; init; }
}
