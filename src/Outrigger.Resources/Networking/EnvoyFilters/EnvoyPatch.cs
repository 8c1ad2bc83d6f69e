using System.Text.Json;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Record EnvoyPatch.</summary>
public sealed record EnvoyPatch
{
    /// <summary>Field filterClass.</summary>
    public FilterClass? FilterClass { get; init; }

    /// <summary>Field operation.</summary>
    public PatchOperation? Operation { get; init; }

    /// <summary>Field value.</summary>
    public JsonElement? Value { get; init; }
}
