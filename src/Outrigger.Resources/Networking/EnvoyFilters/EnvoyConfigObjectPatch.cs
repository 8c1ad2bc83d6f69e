namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>One change of generated Envoy configuration.</summary>
public sealed record EnvoyConfigObjectPatch
{
    /// <summary>The kind of object to change.</summary>
    public ApplyTo? ApplyTo { get; init; }

    /// <summary>Which objects to change.</summary>
    public EnvoyConfigObjectMatch? Match { get; init; }

    /// <summary>What to change.</summary>
    public EnvoyPatch? Patch { get; init; }
}
