using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions.TrafficExtensions;

/// <summary>A Lua script.</summary>
public sealed record LuaConfiguration
{
    /// <summary>The script.</summary>
    [Required]
    [Length(Min = 1, Max = 65536)]
    public string? InlineCode { get; init; }
}
