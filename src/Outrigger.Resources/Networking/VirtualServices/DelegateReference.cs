namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Names a VirtualService whose routes take the place of this rule's.</summary>
public sealed record DelegateReference
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its namespace; by default that of the root VirtualService.</summary>
    public string? Namespace { get; init; }
}
