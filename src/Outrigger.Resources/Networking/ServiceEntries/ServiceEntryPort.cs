using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.ServiceEntries;

/// <summary>One port of a ServiceEntry.</summary>
public sealed record ServiceEntryPort
{
    /// <summary>Its name.</summary>
    [Required]
    [Length(Max = 256)]
    public string? Name { get; init; }

    /// <summary>The port that clients use.</summary>
    [Required]
    [Rule(ValueRule.PortNumber)]
    public uint? Number { get; init; }

    /// <summary>Its protocol, for example <c>HTTP</c> or <c>TCP</c>.</summary>
    [Length(Max = 256)]
    public string? Protocol { get; init; }

    /// <summary>The port at the endpoints; the same number if not set.</summary>
    [Rule(ValueRule.PortNumber)]
    public uint? TargetPort { get; init; }
}
