using Envoy.Config.Route.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Discovery.Generation;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Scoping;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Discovery.Routes;

/// <summary>Translates the HTTP rules of a VirtualService to routes.</summary>
internal static class HttpRoutes
{
    /// <summary>
    /// The routes in order. Rules that cannot apply to this proxy or port are left out, and so is everything
    /// after a route that matches every request.
    /// </summary>
    public static List<Route> Translate(VirtualServiceRule rule, RouteContext context)
    {
        var routes = new List<Route>();
        foreach (var http in rule.Item.Spec.Http)
        {
            if (http.Match.Count == 0)
            {
                routes.Add(Build(rule, http, null, context));
                return routes;
            }
            foreach (var match in http.Match)
            {
                if (!AppliesTo(match, rule, context)) continue;
                var route = Build(rule, http, match, context);
                routes.Add(route);
                if (MatchesEverything(route.Match)) return routes;
            }
        }
        return routes;
    }

    /// <summary>True for a route whose match no request escapes.</summary>
    public static bool MatchesEverything(RouteMatch match)
    {
        var everyPath = match.PathSpecifierCase switch
        {
            RouteMatch.PathSpecifierOneofCase.Prefix => match.Prefix == "/",
            RouteMatch.PathSpecifierOneofCase.SafeRegex => match.SafeRegex.Regex is ".*" or "/.*",
            _ => false,
        };
        return everyPath && match.Headers.Count == 0 && match.QueryParameters.Count == 0
            && match.DynamicMetadata.Count == 0;
    }

    private static Route Build(
        VirtualServiceRule rule, HttpRoute http, HttpMatchRequest? match, RouteContext context)
    {
        var route = new Route
        {
            Name = NameOf(http, match),
            Match = RouteMatches.Translate(match),
            Metadata = Pack.IstioMetadata(("config", Value.ForString(ConfigPath.Of(rule.Item.Key)))),
        };
        HeaderMutations.Apply(route, http.Headers);
        if (http.Redirect is { } redirect)
            route.Redirect = RouteActions.Redirect(redirect, context);
        else if (http.DirectResponse is { } response)
            route.DirectResponse = RouteActions.DirectResponse(response);
        else
            RouteActions.Forward(route, rule, http, context);
        return route;
    }

    private static bool AppliesTo(HttpMatchRequest match, VirtualServiceRule rule, RouteContext context)
    {
        if (match.Port is { } port && port != context.Port) return false;
        if (match.Gateways.Count > 0 && !match.Gateways.Any(name =>
            VirtualServiceRule.ResolveGateway(name, rule.Namespace) == context.Gateway)) return false;
        // Who the client is matters on its own sidecar only; a gateway's labels say nothing of its clients.
        if (context.Gateway != VirtualServiceRule.Mesh) return true;
        if (!Selection.Matches(match.SourceLabels, context.Proxy.Labels)) return false;
        return string.IsNullOrEmpty(match.SourceNamespace) || match.SourceNamespace == context.Proxy.Namespace;
    }

    private static string NameOf(HttpRoute http, HttpMatchRequest? match)
    {
        if (string.IsNullOrEmpty(match?.Name)) return http.Name ?? "";
        return string.IsNullOrEmpty(http.Name) ? match.Name : $"{http.Name}.{match.Name}";
    }
}
