namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record PortSelector.</summary>
public sealed record PortSelector
{
    /// <summary>Field number.</summary>
    public uint? Number { get; init; }
}
