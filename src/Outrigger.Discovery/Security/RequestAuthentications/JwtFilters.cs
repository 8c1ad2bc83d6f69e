using Envoy.Config.Core.V3;
using Envoy.Config.Route.V3;
using Envoy.Extensions.Filters.Http.JwtAuthn.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Discovery.Generation;
using Outrigger.Resources.Security.RequestAuthentications;
using JwtHeader = Envoy.Extensions.Filters.Http.JwtAuthn.V3.JwtHeader;

namespace Outrigger.Discovery.Security.RequestAuthentications;

/// <summary>
/// Makes the filter that verifies tokens of the rules of RequestAuthentications, with the names and the requirement
/// that Istio gives it: a request without a token passes, since whether one is needed is for AuthorizationPolicies
/// to say.
/// </summary>
internal static class JwtFilters
{
    /// <summary>The filter's name, which is also where its claims are noted.</summary>
    public const string FilterName = "envoy.filters.http.jwt_authn";

    /// <summary>The key of the claims in the filter's metadata.</summary>
    public const string PayloadKey = "payload";

    /// <summary>What stands for the keys of an issuer that has told none yet: no token of his can be good.</summary>
    private const string NoKeys = """{"keys":[]}""";

    /// <summary>Claims that OAuth writes as one text with spaces between the values.</summary>
    private static readonly string[] s_spaceDelimitedClaims = ["scope", "permission"];

    /// <summary>The filter of some rules, or null when there is none.</summary>
    /// <param name="rules">The rules of all objects that hold.</param>
    /// <param name="isGateway">Whether routes may depend on claims, which only a gateway's do.</param>
    public static HttpFilter? Of(IReadOnlyList<JwtRule> rules, bool isGateway)
    {
        if (rules.Count == 0) return null;
        var config = new JwtAuthentication { BypassCorsPreflight = true };
        var ordered = rules.OrderBy(rule => rule.Issuer, StringComparer.Ordinal).ToList();
        var names = new List<string>();
        for (var index = 0; index < ordered.Count; index++)
        {
            var name = $"origins-{index}";
            names.Add(name);
            config.Providers[name] = ProviderOf(ordered[index], isGateway);
        }
        var isRequired = rules.Any(rule => rule.Presence == JwtPresence.Required);
        config.Rules.Add(new RequirementRule
        {
            Match = new RouteMatch { Prefix = "/" },
            Requires = RequirementOf(names, isRequired),
        });
        return new HttpFilter { Name = FilterName, TypedConfig = Pack.Any(config) };
    }

    private static JwtProvider ProviderOf(JwtRule rule, bool isGateway)
    {
        var provider = new JwtProvider
        {
            Issuer = rule.Issuer ?? "",
            Audiences = { rule.Audiences },
            LocalJwks = new DataSource { InlineString = string.IsNullOrEmpty(rule.Jwks) ? NoKeys : rule.Jwks },
            Forward = rule.ForwardOriginalToken ?? false,
            ForwardPayloadHeader = rule.OutputPayloadToHeader ?? "",
            PayloadInMetadata = PayloadKey,
            NormalizePayloadInMetadata = new JwtProvider.Types.NormalizePayload(),
            FromParams = { rule.FromParams },
            FromCookies = { rule.FromCookies },
            ClearRouteCache = isGateway,
        };
        provider.NormalizePayloadInMetadata.SpaceDelimitedClaims.Add(
            s_spaceDelimitedClaims.Concat(rule.SpaceDelimitedClaims).Distinct());
        provider.FromHeaders.Add(rule.FromHeaders.Select(
            header => new JwtHeader { Name = header.Name, ValuePrefix = header.Prefix ?? "" }));
        provider.ClaimToHeaders.Add(rule.OutputClaimToHeaders.Select(
            claim => new JwtClaimToHeader { HeaderName = claim.Header, ClaimName = claim.Claim }));
        return provider;
    }

    /// <summary>
    /// One issuer: his token or none. Several: a token of one of them, or else all tokens that there are must be
    /// good, which none is as well. With a rule that asks for a token's presence, none is not enough.
    /// </summary>
    private static JwtRequirement RequirementOf(IReadOnlyList<string> names, bool isRequired)
    {
        var alternatives = names.Select(name => new JwtRequirement { ProviderName = name }).ToList();
        if (names.Count == 1) return isRequired ? alternatives[0] : OrMissing(names[0]);
        if (!isRequired)
        {
            var all = new JwtRequirementAndList();
            all.Requirements.Add(names.Select(OrMissing));
            alternatives.Add(new JwtRequirement { RequiresAll = all });
        }
        return Any(alternatives);
    }

    private static JwtRequirement OrMissing(string name) =>
        Any([new JwtRequirement { ProviderName = name }, new JwtRequirement { AllowMissing = new Empty() }]);

    private static JwtRequirement Any(IEnumerable<JwtRequirement> alternatives)
    {
        var any = new JwtRequirementOrList();
        any.Requirements.Add(alternatives);
        return new JwtRequirement { RequiresAny = any };
    }
}
