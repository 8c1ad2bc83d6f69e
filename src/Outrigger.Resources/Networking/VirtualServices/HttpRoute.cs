using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>One HTTP rule: the first whose conditions hold decides about a request.</summary>
public sealed record HttpRoute
{
    /// <summary>Cross-origin requests that are allowed.</summary>
    [ParsedOnly]
    public CorsPolicy? CorsPolicy { get; init; }

    /// <summary>A VirtualService whose routes take the place of this rule's.</summary>
    [ParsedOnly]
    public DelegateReference? Delegate { get; init; }

    /// <summary>An answer given by the proxy itself.</summary>
    public HttpDirectResponse? DirectResponse { get; init; }

    /// <summary>Faults to inject.</summary>
    [ParsedOnly]
    public HttpFaultInjection? Fault { get; init; }

    /// <summary>Changes of headers.</summary>
    public Headers? Headers { get; init; }

    /// <summary>Conditions of which one must hold; without any, the rule matches everything.</summary>
    public IReadOnlyList<HttpMatchRequest> Match { get; init; } = [];

    /// <summary>Deprecated single mirror; <see cref="Mirrors"/> replaces it.</summary>
    [ParsedOnly]
    public Destination? Mirror { get; init; }

    /// <summary>Deprecated spelling of <see cref="MirrorPercent"/>.</summary>
    [AllowsNull]
    [FieldName("mirror_percent")]
    [ParsedOnly]
    public uint? MirrorPercentLegacy { get; init; }

    /// <summary>Deprecated whole-number share of mirrored requests.</summary>
    [AllowsNull]
    [ParsedOnly]
    public uint? MirrorPercent { get; init; }

    /// <summary>Share of the requests that go to <see cref="Mirror"/>.</summary>
    [ParsedOnly]
    public Percent? MirrorPercentage { get; init; }

    /// <summary>Destinations that get copies of the requests.</summary>
    [ParsedOnly]
    public IReadOnlyList<HttpMirrorPolicy> Mirrors { get; init; } = [];

    /// <summary>A name for logs.</summary>
    public string? Name { get; init; }

    /// <summary>An answer that sends the client elsewhere.</summary>
    public HttpRedirect? Redirect { get; init; }

    /// <summary>Repetitions of failed requests.</summary>
    [ParsedOnly]
    public HttpRetry? Retries { get; init; }

    /// <summary>Changes of the target before forwarding.</summary>
    public HttpRewrite? Rewrite { get; init; }

    /// <summary>Destinations and their shares.</summary>
    public IReadOnlyList<HttpRouteDestination> Route { get; init; } = [];

    /// <summary>The time that a request may take in all; unlimited if not set.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Timeout { get; init; }
}
