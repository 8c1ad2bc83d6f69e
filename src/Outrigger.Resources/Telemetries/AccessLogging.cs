using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Record AccessLogging.</summary>
public sealed record AccessLogging
{
    /// <summary>Field disabled.</summary>
    [AllowsNull]
    public bool? Disabled { get; init; }

    /// <summary>Field filter.</summary>
    public AccessLogFilter? Filter { get; init; }

    /// <summary>Field match.</summary>
    public LogSelector? Match { get; init; }

    /// <summary>Field providers.</summary>
    public IReadOnlyList<ProviderReference> Providers { get; init; } = [];
}
