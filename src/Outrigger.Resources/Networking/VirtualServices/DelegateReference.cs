namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record DelegateReference.</summary>
public sealed record DelegateReference
{
    /// <summary>Field name.</summary>
    public string? Name { get; init; }

    /// <summary>Field namespace.</summary>
    public string? Namespace { get; init; }
}
