namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Record EnvoyConfigObjectPatch.</summary>
public sealed record EnvoyConfigObjectPatch
{
    /// <summary>Field applyTo.</summary>
    public ApplyTo? ApplyTo { get; init; }

    /// <summary>Field match.</summary>
    public EnvoyConfigObjectMatch? Match { get; init; }

    /// <summary>Field patch.</summary>
    public EnvoyPatch? Patch { get; init; }
}
