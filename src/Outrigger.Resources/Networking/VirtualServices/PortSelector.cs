namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Names a port of a service.</summary>
public sealed record PortSelector
{
    /// <summary>The port number.</summary>
    public uint? Number { get; init; }
}
