using Envoy.Config.Core.V3;
using Envoy.Config.Route.V3;
using Envoy.Type.Matcher.V3;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Discovery.Generation;
using Outrigger.Discovery.Scoping;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Discovery.Routes;

/// <summary>Translates what an HTTP rule does with a request.</summary>
internal static class RouteActions
{
    public static RedirectAction Redirect(HttpRedirect redirect, RouteContext context)
    {
        var action = new RedirectAction
        {
            HostRedirect = redirect.Authority ?? "",
            ResponseCode = (redirect.RedirectCode ?? 301) switch
            {
                302 => RedirectAction.Types.RedirectResponseCode.Found,
                303 => RedirectAction.Types.RedirectResponseCode.SeeOther,
                307 => RedirectAction.Types.RedirectResponseCode.TemporaryRedirect,
                308 => RedirectAction.Types.RedirectResponseCode.PermanentRedirect,
                _ => RedirectAction.Types.RedirectResponseCode.MovedPermanently,
            },
        };
        if (!string.IsNullOrEmpty(redirect.Scheme)) action.SchemeRedirect = redirect.Scheme;
        if (!string.IsNullOrEmpty(redirect.PrefixRewrite))
            action.PrefixRewrite = redirect.PrefixRewrite;
        else if (!string.IsNullOrEmpty(redirect.Uri))
            action.PathRedirect = redirect.Uri;
        if (redirect.Port is { } port)
            action.PortRedirect = port;
        else if (redirect.DerivePort == RedirectPortSelection.FromRequestPort)
            action.PortRedirect = (uint)context.Port;
        return action;
    }

    public static DirectResponseAction DirectResponse(HttpDirectResponse response)
    {
        var action = new DirectResponseAction { Status = response.Status ?? 0 };
        if (response.Body is { Text: { } text })
            action.Body = new DataSource { InlineString = text };
        else if (response.Body is { Bytes: { } bytes })
            action.Body = new DataSource { InlineBytes = ByteString.CopyFrom(bytes.Span) };
        return action;
    }

    /// <summary>Sets the route to forward requests to the rule's destinations.</summary>
    public static void Forward(Route route, VirtualServiceRule rule, HttpRoute http, RouteContext context)
    {
        // The mesh sets no timeout of its own; the application's rule.
        var action = new RouteAction { Timeout = Pack.Duration(http.Timeout ?? TimeSpan.Zero) };
        // A limit on a call is a limit on a gRPC call's own deadline as well.
        if (http.Timeout is { } timeout)
        {
            action.MaxStreamDuration = new RouteAction.Types.MaxStreamDuration
            {
                GrpcTimeoutHeaderMax = Pack.Duration(timeout),
            };
        }
        route.Route_ = action;
        if (http.Rewrite is { } rewrite) Rewrite(action, rewrite);
        if (HeaderMutations.AuthorityOf(http.Headers?.Request) is { } authority)
            action.HostRewriteLiteral = authority;
        // What a destination says of the authority holds over what the rule says.
        SetDestinations(route, action, rule, http, context);
    }

    private static void SetDestinations(
        Route route, RouteAction action, VirtualServiceRule rule, HttpRoute http, RouteContext context)
    {
        // A lone destination takes everything, whatever its weight; of several, those of weight 0 take
        // nothing.
        var destinations = http.Route.Count == 1
            ? http.Route
            : http.Route.Where(destination => destination.Weight is > 0).ToList();
        if (destinations.Count == 1)
        {
            action.Cluster = context.ClusterOf(destinations[0].Destination!, rule.Namespace);
            HeaderMutations.Apply(route, destinations[0].Headers);
            if (HeaderMutations.AuthorityOf(destinations[0].Headers?.Request) is { } authority)
                action.HostRewriteLiteral = authority;
            return;
        }
        action.WeightedClusters = new WeightedCluster();
        foreach (var destination in destinations)
        {
            var weighted = new WeightedCluster.Types.ClusterWeight
            {
                Name = context.ClusterOf(destination.Destination!, rule.Namespace),
                Weight = (uint)(destination.Weight ?? 0),
            };
            HeaderMutations.Apply(weighted, destination.Headers);
            if (HeaderMutations.AuthorityOf(destination.Headers?.Request) is { } authority)
                weighted.HostRewriteLiteral = authority;
            action.WeightedClusters.Clusters.Add(weighted);
        }
    }

    private static void Rewrite(RouteAction action, HttpRewrite rewrite)
    {
        if (rewrite.UriRegexRewrite is { } regex)
        {
            action.RegexRewrite = new RegexMatchAndSubstitute
            {
                Pattern = new RegexMatcher { Regex = regex.Match ?? "" },
                Substitution = regex.Rewrite ?? "",
            };
        }
        else if (!string.IsNullOrEmpty(rewrite.Uri))
        {
            action.PrefixRewrite = rewrite.Uri;
        }
        if (!string.IsNullOrEmpty(rewrite.Authority)) action.HostRewriteLiteral = rewrite.Authority;
    }
}
