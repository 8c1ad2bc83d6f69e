using Outrigger.Resources.Schema;

namespace Outrigger.Resources.MeshConfigs.Providers;

/// <summary>An authorizer that is asked over HTTP.</summary>
public sealed record ExternalAuthorizationHttpProvider
{
    /// <summary>Whether the route is chosen again after the authorizer changed the request.</summary>
    public bool? ClearRouteCache { get; init; }

    /// <summary>Whether requests pass when the authorizer cannot be asked; they do not if not set.</summary>
    public bool? FailOpen { get; init; }

    /// <summary>
    /// Headers of the authorizer's answer that an allowed response takes: exact, <c>prefix*</c> or <c>*suffix</c>.
    /// </summary>
    public IReadOnlyList<string> HeadersToDownstreamOnAllow { get; init; } = [];

    /// <summary>Headers of the authorizer's answer that a denial takes; all if empty.</summary>
    public IReadOnlyList<string> HeadersToDownstreamOnDeny { get; init; } = [];

    /// <summary>Headers of the authorizer's answer that an allowed request takes on.</summary>
    public IReadOnlyList<string> HeadersToUpstreamOnAllow { get; init; } = [];

    /// <summary>Headers that are added to what the authorizer is asked.</summary>
    public IReadOnlyDictionary<string, string> IncludeAdditionalHeadersInCheck { get; init; } = Empty.Map<string>();

    /// <summary>The older name of <see cref="IncludeRequestHeadersInCheck"/>.</summary>
    public IReadOnlyList<string> IncludeHeadersInCheck { get; init; } = [];

    /// <summary>How much of the body the authorizer sees; nothing if not set.</summary>
    public ExternalAuthorizationRequestBody? IncludeRequestBodyInCheck { get; init; }

    /// <summary>Headers of the request that the authorizer sees: exact, <c>prefix*</c> or <c>*suffix</c>.</summary>
    public IReadOnlyList<string> IncludeRequestHeadersInCheck { get; init; } = [];

    /// <summary>What is put before the request's path when the authorizer is asked.</summary>
    public string? PathPrefix { get; init; }

    /// <summary>The service's port.</summary>
    [Required]
    [Range(Min = 1, Max = 65535)]
    public uint? Port { get; init; }

    /// <summary>The service, as <c>[namespace/]host</c>.</summary>
    [Required]
    [Length(Min = 1)]
    public string? Service { get; init; }

    /// <summary>The status of the response when the authorizer cannot be asked; 403 if not set.</summary>
    public string? StatusOnError { get; init; }

    /// <summary>How long the authorizer may take; 600 s if not set.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Timeout { get; init; }
}
