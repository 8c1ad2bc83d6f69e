using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Gateways;

/// <summary>Record GatewayPort.</summary>
public sealed record GatewayPort
{
    /// <summary>Field name.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>Field number.</summary>
    [Required]
    public uint? Number { get; init; }

    /// <summary>Field protocol.</summary>
    [Required]
    public string? Protocol { get; init; }

    /// <summary>Field targetPort.</summary>
    [ParsedOnly]
    public uint? TargetPort { get; init; }
}
