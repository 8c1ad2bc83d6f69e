using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record HttpRoute.</summary>
public sealed record HttpRoute
{
    /// <summary>Field corsPolicy.</summary>
    [ParsedOnly]
    public CorsPolicy? CorsPolicy { get; init; }

    /// <summary>Field delegate.</summary>
    [ParsedOnly]
    public DelegateReference? Delegate { get; init; }

    /// <summary>Field directResponse.</summary>
    public HttpDirectResponse? DirectResponse { get; init; }

    /// <summary>Field fault.</summary>
    [ParsedOnly]
    public HttpFaultInjection? Fault { get; init; }

    /// <summary>Field headers.</summary>
    public Headers? Headers { get; init; }

    /// <summary>Field match.</summary>
    public IReadOnlyList<HttpMatchRequest> Match { get; init; } = [];

    /// <summary>Field mirror.</summary>
    [ParsedOnly]
    public Destination? Mirror { get; init; }

    /// <summary>Field mirror_percent.</summary>
    [AllowsNull]
    [FieldName("mirror_percent")]
    [ParsedOnly]
    public uint? MirrorPercentLegacy { get; init; }

    /// <summary>Field mirrorPercent.</summary>
    [AllowsNull]
    [ParsedOnly]
    public uint? MirrorPercent { get; init; }

    /// <summary>Field mirrorPercentage.</summary>
    [ParsedOnly]
    public Percent? MirrorPercentage { get; init; }

    /// <summary>Field mirrors.</summary>
    [ParsedOnly]
    public IReadOnlyList<HttpMirrorPolicy> Mirrors { get; init; } = [];

    /// <summary>Field name.</summary>
    public string? Name { get; init; }

    /// <summary>Field redirect.</summary>
    public HttpRedirect? Redirect { get; init; }

    /// <summary>Field retries.</summary>
    [ParsedOnly]
    public HttpRetry? Retries { get; init; }

    /// <summary>Field rewrite.</summary>
    public HttpRewrite? Rewrite { get; init; }

    /// <summary>Field route.</summary>
    public IReadOnlyList<HttpRouteDestination> Route { get; init; } = [];

    /// <summary>Field timeout.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Timeout { get; init; }
}
