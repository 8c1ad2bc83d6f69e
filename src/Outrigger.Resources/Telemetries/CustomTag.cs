using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>A tag of spans; set one source.</summary>
[OneOf("literal", "environment", "header", "formatter")]
public sealed record CustomTag
{
    /// <summary>From an environment variable.</summary>
    public EnvironmentTag? Environment { get; init; }

    /// <summary>From an access log format.</summary>
    public FormatterTag? Formatter { get; init; }

    /// <summary>From a request header.</summary>
    public HeaderTag? Header { get; init; }

    /// <summary>A fixed value.</summary>
    public LiteralTag? Literal { get; init; }
}
