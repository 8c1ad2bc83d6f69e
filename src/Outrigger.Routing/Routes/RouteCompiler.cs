using Envoy.Config.Route.V3;
using Outrigger.Routing.Actions;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;
using Outrigger.Routing.Mutations;
using RetryPolicy = Outrigger.Routing.Actions.RetryPolicy;
using Specifier = Envoy.Config.Route.V3.Route.ActionOneofCase;

namespace Outrigger.Routing.Routes;

/// <summary>Compiles the routes of one virtual host.</summary>
internal sealed class RouteCompiler
{
    private readonly RouteConfiguration _configuration;
    private readonly LevelMutations _table;
    private readonly LevelMutations _host;
    private readonly RetryPolicy? _hostRetryPolicy;
    private readonly FilterConfigs _hostFilterConfigs;
    private readonly CompileContext _context;

    internal RouteCompiler(
        RouteConfiguration configuration,
        VirtualHost host,
        LevelMutations table,
        FilterConfigs tableFilterConfigs,
        FieldPath path,
        CompileContext context)
    {
        _configuration = configuration;
        _table = table;
        _context = context;
        _host = new LevelMutations(
            HeaderMutationStage.Compile(
                host.RequestHeadersToAdd, host.RequestHeadersToRemove, "request", path, context),
            HeaderMutationStage.Compile(
                host.ResponseHeadersToAdd, host.ResponseHeadersToRemove, "response", path, context));
        _hostRetryPolicy = RetryPolicy.Compile(host.RetryPolicy, path.Field("retry_policy"), context);
        _hostFilterConfigs = tableFilterConfigs.With(host.TypedPerFilterConfig);
    }

    /// <summary>Compiles one route; null when it has a mistake that leaves nothing to compile.</summary>
    internal RouteEntry? Compile(Route route, int index, FieldPath path)
    {
        RouteCondition? condition = RouteCondition.Compile(route.Match, path.Field("match"), _context);
        var level = new LevelMutations(
            HeaderMutationStage.Compile(
                route.RequestHeadersToAdd, route.RequestHeadersToRemove, "request", path, _context),
            HeaderMutationStage.Compile(
                route.ResponseHeadersToAdd, route.ResponseHeadersToRemove, "response", path, _context));
        FilterConfigs filterConfigs = _hostFilterConfigs.With(route.TypedPerFilterConfig);
        if (condition is null)
        {
            return null;
        }

        RouteDecisionKind kind = ReadKind(route, path);
        return new RouteEntry(index, route.Name, condition)
        {
            Kind = kind,
            Forward = kind == RouteDecisionKind.Forward
                ? CompileForward(route.Route_, condition, level, filterConfigs, path.Field("route"))
                : null,
            Redirect = kind == RouteDecisionKind.Redirect
                ? RedirectResponse.Compile(route.Redirect, condition.Path, path.Field("redirect"), _context)
                : null,
            DirectResponse = kind == RouteDecisionKind.DirectResponse
                ? DirectResponse.Compile(
                    route.DirectResponse, BodyLengthMax(), path.Field("direct_response"), _context)
                : null,
            RequestMutations = Plan(null, level.Request, _host.Request, _table.Request),
            ResponseMutations = Plan(null, level.Response, _host.Response, _table.Response),
            FilterConfigs = filterConfigs,
            DecoratorOperation = route.Decorator?.Operation ?? "",
            PropagatesDecorator = route.Decorator is not null && route.Decorator.Propagate != false,
            Metadata = route.Metadata,
        };
    }

    private RouteDecisionKind ReadKind(Route route, FieldPath path)
    {
        switch (route.ActionCase)
        {
            case Specifier.Route_:
                return RouteDecisionKind.Forward;
            case Specifier.Redirect:
                return RouteDecisionKind.Redirect;
            case Specifier.DirectResponse:
                return RouteDecisionKind.DirectResponse;
            case Specifier.NonForwardingAction:
                return RouteDecisionKind.NonForwarding;
            default:
                _context.Error(
                    path, "a route needs one of route, redirect, direct_response or non_forwarding_action");
                return RouteDecisionKind.NoRoute;
        }
    }

    private ForwardAction? CompileForward(
        RouteAction action,
        RouteCondition condition,
        LevelMutations level,
        FilterConfigs filterConfigs,
        FieldPath path)
    {
        RetryPolicy? retryPolicy =
            RetryPolicy.Compile(action.RetryPolicy, path.Field("retry_policy"), _context) ?? _hostRetryPolicy;
        var compiler = new ForwardActionCompiler(action, condition.Path, retryPolicy, path, _context);
        return compiler.Compile((cluster, clusterLevel, target) => new WeightedClusterEntry(
            target, cluster.Weight ?? 0)
        {
            HostRewrite = cluster.HostRewriteLiteral.Length > 0
                ? Rewrites.HostRewrite.Literal(cluster.HostRewriteLiteral)
                : null,
            RequestMutations = Plan(clusterLevel.Request, level.Request, _host.Request, _table.Request),
            ResponseMutations = Plan(clusterLevel.Response, level.Response, _host.Response, _table.Response),
            MetadataMatch = cluster.MetadataMatch,
            FilterConfigs = filterConfigs.With(cluster.TypedPerFilterConfig),
        });
    }

    private HeaderMutationPlan Plan(params ReadOnlySpan<HeaderMutationStage?> fromMostSpecific) =>
        HeaderMutationPlan.Of(_configuration.MostSpecificHeaderMutationsWins, fromMostSpecific);

    private int BodyLengthMax() => _configuration.MaxDirectResponseBodySizeBytes is { } bytes
        ? (int)Math.Min(bytes, int.MaxValue)
        : _context.Limits.DirectResponseBodyLengthMax;
}
