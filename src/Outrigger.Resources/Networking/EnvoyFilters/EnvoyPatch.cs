using System.Text.Json;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>What to change.</summary>
public sealed record EnvoyPatch
{
    /// <summary>Where in the chain an added filter belongs.</summary>
    public FilterClass? FilterClass { get; init; }

    /// <summary>How to change it.</summary>
    public PatchOperation? Operation { get; init; }

    /// <summary>The configuration to add or merge.</summary>
    public JsonElement? Value { get; init; }
}
