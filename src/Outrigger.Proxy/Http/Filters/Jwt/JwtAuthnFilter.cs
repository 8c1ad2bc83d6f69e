using System.Collections.Frozen;
using System.Collections.Immutable;
using Outrigger.Http;
using Outrigger.Proxy.Stats;
using Outrigger.Routing.Jwt;

namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>
/// Lets requests go on only with the tokens that they need
/// (<c>envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication</c>). A token is verified on the worker, once:
/// that takes as long as some requests, and further requests with it find it in the worker's memory.
/// </summary>
/// <param name="name">The name in the configuration.</param>
internal sealed class JwtAuthnFilter(string name) : HttpFilterModel(name)
{
    /// <summary>Which requests need which tokens.</summary>
    public required ImmutableArray<JwtRule> Rules { get; init; }

    /// <summary>Requirements that routes name.</summary>
    public required FrozenDictionary<string, JwtRequirementModel> RequirementsByName { get; init; }

    /// <summary>
    /// Headers in lower case that only this filter may set. A client's own would be taken for the token's words.
    /// </summary>
    public required ImmutableArray<byte[]> OwnHeaders { get; init; }

    /// <summary>Its statistics.</summary>
    public required StatScope<JwtAuthnStat> Stats { get; init; }

    /// <summary>Whether a browser's preflight request needs no token; it never has one.</summary>
    public bool BypassesPreflight { get; init; }

    /// <summary>Whether clients do not learn why they are refused.</summary>
    public bool StripsFailureResponse { get; init; }

    /// <inheritdoc/>
    public override FilterVerdict Decide(HttpFilterContext context)
    {
        var stats = Stats.ForWorker(context.Worker.Index);
        var request = context.Request;
        foreach (var header in OwnHeaders)
            request.Headers.Remove(header);
        if (BypassesPreflight && IsPreflight(request))
        {
            stats.Increment(JwtAuthnStat.CorsPreflightBypassed);
            stats.Increment(JwtAuthnStat.Allowed);
            return FilterVerdict.Continue;
        }

        var settings = context.RouteSettingsOf<JwtRouteSettings>(this);
        if (!TryFindRequirement(settings, context, out var requirement))
        {
            stats.Increment(JwtAuthnStat.Denied);
            return FilterVerdict.Answer(
                JwtReply.UnknownRequirement(settings!.RequirementName!, StripsFailureResponse));
        }

        var status = new JwtEvaluation(context, stats).Evaluate(requirement);
        if (status == JwtStatus.Ok)
        {
            stats.Increment(JwtAuthnStat.Allowed);
            return FilterVerdict.Continue;
        }

        stats.Increment(JwtAuthnStat.Denied);
        return FilterVerdict.Answer(JwtReply.Of(status, request, StripsFailureResponse));
    }

    private static bool IsPreflight(RequestHead request) =>
        request.MethodKind == RequestMethod.Options
        && request.Headers.TryGet(KnownHeader.Origin, out var origin) && !origin.IsEmpty
        && request.Headers.TryGet(KnownHeader.AccessControlRequestMethod, out var method) && !method.IsEmpty;

    private bool TryFindRequirement(
        JwtRouteSettings? settings, HttpFilterContext context, out JwtRequirementModel requirement)
    {
        requirement = JwtRequirementModel.Nothing;
        if (settings is not null)
        {
            return settings.RequirementName is null
                || RequirementsByName.TryGetValue(settings.RequirementName, out requirement!);
        }

        var view = new RequestView(context.Request, context.Metadata);
        foreach (var rule in Rules)
        {
            if (rule.Condition.IsMatch(in view, ref context.Worker.Random))
            {
                requirement = rule.Requirement;
                break;
            }
        }

        return true;
    }
}
