using Outrigger.Resources.Schema;

namespace Outrigger.Resources.MeshConfigs.Providers;

/// <summary>An authorizer that is asked over gRPC (<c>envoy.service.auth.v3.Authorization</c>).</summary>
public sealed record ExternalAuthorizationGrpcProvider
{
    /// <summary>Whether the route is chosen again after the authorizer changed the request.</summary>
    public bool? ClearRouteCache { get; init; }

    /// <summary>
    /// Whether requests and connections pass when the authorizer cannot be asked; they do not if not set.
    /// </summary>
    public bool? FailOpen { get; init; }

    /// <summary>How much of the body the authorizer sees; nothing if not set.</summary>
    public ExternalAuthorizationRequestBody? IncludeRequestBodyInCheck { get; init; }

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
