using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.ServiceEntries;

/// <summary>Record ServiceEntryPort.</summary>
public sealed record ServiceEntryPort
{
    /// <summary>Field name.</summary>
    [Required]
    [Length(Max = 256)]
    public string? Name { get; init; }

    /// <summary>Field number.</summary>
    [Required]
    [Rule(ValueRule.PortNumber)]
    public uint? Number { get; init; }

    /// <summary>Field protocol.</summary>
    [Length(Max = 256)]
    public string? Protocol { get; init; }

    /// <summary>Field targetPort.</summary>
    [Rule(ValueRule.PortNumber)]
    public uint? TargetPort { get; init; }
}
