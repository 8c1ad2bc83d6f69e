using System.Collections.Immutable;

namespace Outrigger.Proxy.Http.Filters.ExternalAuthorization;

/// <summary>
/// What a route sets for the filter: <c>envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute</c>.
/// </summary>
internal sealed class AuthorizationRouteSettings
{
    /// <summary>Whether nothing is asked about the route's requests.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>What the service is told beside the request.</summary>
    public ImmutableArray<KeyValuePair<string, string>> ContextExtensions { get; init; } = [];

    /// <summary>Whether the service sees no content, whatever the filter says.</summary>
    public bool HidesBody { get; init; }

    /// <summary>How much content the service sees in place of what the filter says; null for that.</summary>
    public BodySettings? Body { get; init; }
}
