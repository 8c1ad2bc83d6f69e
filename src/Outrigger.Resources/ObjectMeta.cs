using System.Text.Json;

namespace Outrigger.Resources;

/// <summary>What every object has: its name, labels and bookkeeping, as in Kubernetes.</summary>
public sealed record ObjectMeta
{
    /// <summary>The name, unique among objects of the kind in the namespace.</summary>
    public string? Name { get; init; }

    /// <summary>The namespace; the reader fills in <c>default</c> for kinds that have one.</summary>
    public string? Namespace { get; init; }

    /// <summary>Prefix of a name to be made up; accepted but not supported, as names must be known.</summary>
    public string? GenerateName { get; init; }

    /// <summary>Key and value pairs by which selectors find objects.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = Empty.Map<string>();

    /// <summary>Key and value pairs for people and tools.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = Empty.Map<string>();

    /// <summary>Unique id, given by the store when the object is created.</summary>
    public string? Uid { get; init; }

    /// <summary>Version of the store at which the object last changed in any way.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Counts the changes of the spec, from 1.</summary>
    public long? Generation { get; init; }

    /// <summary>When the object was created; older objects win conflicts.</summary>
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>When the deletion was asked for.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>Seconds that the deletion may take.</summary>
    public long? DeletionGracePeriodSeconds { get; init; }

    /// <summary>Objects that this one belongs to.</summary>
    public IReadOnlyList<OwnerReference> OwnerReferences { get; init; } = [];

    /// <summary>What must be done before the object may vanish.</summary>
    public IReadOnlyList<string> Finalizers { get; init; } = [];

    /// <summary>Which tool set which field, as Kubernetes keeps it.</summary>
    public IReadOnlyList<JsonElement> ManagedFields { get; init; } = [];

    /// <summary>Path of the object in the older Kubernetes API.</summary>
    public string? SelfLink { get; init; }
}
