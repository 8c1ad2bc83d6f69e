using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Record CustomTag.</summary>
[OneOf("literal", "environment", "header", "formatter")]
public sealed record CustomTag
{
    /// <summary>Field environment.</summary>
    public EnvironmentTag? Environment { get; init; }

    /// <summary>Field formatter.</summary>
    public FormatterTag? Formatter { get; init; }

    /// <summary>Field header.</summary>
    public HeaderTag? Header { get; init; }

    /// <summary>Field literal.</summary>
    public LiteralTag? Literal { get; init; }
}
