using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Access logs.</summary>
public sealed record AccessLogging
{
    /// <summary>Whether logging is off.</summary>
    [AllowsNull]
    public bool? Disabled { get; init; }

    /// <summary>Which requests are logged.</summary>
    public AccessLogFilter? Filter { get; init; }

    /// <summary>Which side of traffic is logged.</summary>
    public LogSelector? Match { get; init; }

    /// <summary>Where logs go.</summary>
    public IReadOnlyList<ProviderReference> Providers { get; init; } = [];
}
