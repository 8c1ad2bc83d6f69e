using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record CorsPolicy.</summary>
public sealed record CorsPolicy
{
    /// <summary>Field allowCredentials.</summary>
    [AllowsNull]
    public bool? AllowCredentials { get; init; }

    /// <summary>Field allowHeaders.</summary>
    public IReadOnlyList<string> AllowHeaders { get; init; } = [];

    /// <summary>Field allowMethods.</summary>
    public IReadOnlyList<string> AllowMethods { get; init; } = [];

    /// <summary>Field allowOrigin.</summary>
    public IReadOnlyList<string> AllowOrigin { get; init; } = [];

    /// <summary>Field allowOrigins.</summary>
    public IReadOnlyList<StringMatch> AllowOrigins { get; init; } = [];

    /// <summary>Field exposeHeaders.</summary>
    public IReadOnlyList<string> ExposeHeaders { get; init; } = [];

    /// <summary>Field maxAge.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Field unmatchedPreflights.</summary>
    public UnmatchedPreflights? UnmatchedPreflights { get; init; }
}
