using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions.TrafficExtensions;

/// <summary>Record LuaConfiguration.</summary>
public sealed record LuaConfiguration
{
    /// <summary>Field inlineCode.</summary>
    [Required]
    [Length(Min = 1, Max = 65536)]
    public string? InlineCode { get; init; }
}
