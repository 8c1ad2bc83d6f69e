namespace Outrigger.Routing.FilterChains;

/// <summary>The family of an address.</summary>
public enum AddressFamilyKind : byte
{
    /// <summary>Not an IP address.</summary>
    None,

    /// <summary>32 bits.</summary>
    IPv4,

    /// <summary>128 bits.</summary>
    IPv6,
}
