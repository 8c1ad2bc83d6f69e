using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Cross-origin requests that browsers may make (CORS).</summary>
public sealed record CorsPolicy
{
    /// <summary>Whether the caller may send credentials.</summary>
    [AllowsNull]
    public bool? AllowCredentials { get; init; }

    /// <summary>Request headers that may be used.</summary>
    public IReadOnlyList<string> AllowHeaders { get; init; } = [];

    /// <summary>Methods that may be used.</summary>
    public IReadOnlyList<string> AllowMethods { get; init; } = [];

    /// <summary>Deprecated list of exact origins; <see cref="AllowOrigins"/> replaces it.</summary>
    public IReadOnlyList<string> AllowOrigin { get; init; } = [];

    /// <summary>Origins that may ask.</summary>
    public IReadOnlyList<StringMatch> AllowOrigins { get; init; } = [];

    /// <summary>Response headers that scripts may read.</summary>
    public IReadOnlyList<string> ExposeHeaders { get; init; } = [];

    /// <summary>How long the answer to a preflight may be cached.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? MaxAge { get; init; }

    /// <summary>What becomes of preflight requests from other origins.</summary>
    public UnmatchedPreflights? UnmatchedPreflights { get; init; }
}
