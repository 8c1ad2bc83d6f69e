using Envoy.Type.Matcher.V3;
using HttpAuthorization = Envoy.Extensions.Filters.Http.ExtAuthz.V3.ExtAuthz;
using NetworkAuthorization = Envoy.Extensions.Filters.Network.ExtAuthz.V3.ExtAuthz;

namespace Outrigger.Discovery.Security.Authorizers;

/// <summary>
/// An authorizer of the mesh's configuration as filters. Each asks only about what a filter of authorization before it
/// has marked: requests and connections that a rule of a CUSTOM policy matches.
/// </summary>
/// <param name="Http">The filter for requests.</param>
/// <param name="Network">The filter for connections; null when the authorizer knows only requests.</param>
internal sealed record ExternalAuthorizer(HttpAuthorization Http, NetworkAuthorization? Network)
{
    /// <summary>The name of the filter for requests.</summary>
    public const string HttpFilterName = "envoy.filters.http.ext_authz";

    /// <summary>The name of the filter for connections.</summary>
    public const string NetworkFilterName = "envoy.filters.network.ext_authz";

    /// <summary>What stands before what the filter before notes.</summary>
    public const string ShadowPrefix = "istio_ext_authz_";

    /// <summary>What the names begin with that the rules of a provider's policies have in the filter before.</summary>
    /// <param name="provider">The provider.</param>
    public static string RulePrefix(string provider) => $"istio-ext-authz-{provider}";

    /// <summary>What the filter before notes when a rule matches.</summary>
    /// <param name="filter">The filter's name.</param>
    /// <param name="provider">The provider.</param>
    public static MetadataMatcher MarkedBy(string filter, string provider) => new()
    {
        Filter = filter,
        Path = { new MetadataMatcher.Types.PathSegment { Key = $"{ShadowPrefix}shadow_effective_policy_id" } },
        Value = new ValueMatcher { StringMatch = new StringMatcher { Prefix = RulePrefix(provider) } },
    };
}
