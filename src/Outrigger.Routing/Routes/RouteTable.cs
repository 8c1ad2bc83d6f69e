using System.Runtime.CompilerServices;
using Envoy.Config.Route.V3;
using Outrigger.Routing.Actions;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Explanation;
using Outrigger.Routing.Matching;

namespace Outrigger.Routing.Routes;

/// <summary>
/// A compiled <c>envoy.config.route.v3.RouteConfiguration</c>: decides what is done with a request.
/// Immutable, and used by all workers at once without a lock.
/// </summary>
public sealed class RouteTable
{
    private readonly VirtualHostIndex _index;
    private readonly VirtualHostEntry[] _virtualHosts;

    internal RouteTable(
        string name,
        VirtualHostEntry[] virtualHosts,
        VirtualHostIndex index,
        IReadOnlyList<ClusterReference> clusters)
    {
        Name = name;
        _virtualHosts = virtualHosts;
        _index = index;
        Clusters = clusters;
    }

    /// <summary>The name of the route configuration.</summary>
    public string Name { get; }

    /// <summary>The virtual hosts in the order of the configuration.</summary>
    public IReadOnlyList<VirtualHostEntry> VirtualHosts => _virtualHosts;

    /// <summary>
    /// Every cluster that the table names, each once, by <see cref="ClusterReference.Index"/>.
    /// </summary>
    public IReadOnlyList<ClusterReference> Clusters { get; }

    /// <summary>How many routes the table has; <see cref="RouteEntry.Index"/> is below it.</summary>
    public int RouteCount { get; internal init; }

    /// <summary>
    /// Whether a table that names an unknown cluster is to be rejected by its owner; null when the
    /// configuration does not say (<c>validate_clusters</c>: a static table is then checked, one from RDS is
    /// not).
    /// </summary>
    public bool? ValidatesClusters { get; internal init; }

    /// <summary>
    /// Whether routes match the path before its first parameter only, so that <c>/admin;x</c> is
    /// <c>/admin</c> (<c>ignore_path_parameters_in_path_matching</c>).
    /// </summary>
    public bool IgnoresPathParameters { get; internal init; }

    /// <summary>Compiles a route configuration.</summary>
    /// <param name="configuration">The configuration; not kept.</param>
    /// <param name="limits">The bounds; <see cref="RoutingLimits.Default"/> when null.</param>
    public static RouteTableResult Compile(RouteConfiguration configuration, RoutingLimits? limits = null) =>
        RouteTableCompiler.Compile(configuration, limits ?? RoutingLimits.Default);

    /// <summary>Decides about one request. Allocates nothing and takes no lock.</summary>
    /// <typeparam name="TRequest">The view.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="random">The caller's generator, for weights and fractions.</param>
    public RouteDecision Match<TRequest>(in TRequest request, ref RandomState random)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var trace = default(NoTrace);
        return Match(in request, ref random, ref trace);
    }

    /// <summary>Decides about one request, and tells <paramref name="trace"/> how.</summary>
    /// <typeparam name="TRequest">The view.</typeparam>
    /// <typeparam name="TTrace">The watcher.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="random">The caller's generator, for weights and fractions.</param>
    /// <param name="trace">The watcher.</param>
    public RouteDecision Match<TRequest, TTrace>(
        in TRequest request, ref RandomState random, ref TTrace trace)
        where TRequest : struct, IRequestView, allows ref struct
        where TTrace : struct, IRouteTrace, allows ref struct
    {
        // An `in` parameter of an open type would be copied before every call; the view has no way to change
        // anyway.
        ref TRequest view = ref Unsafe.AsRef(in request);
        VirtualHostEntry? host = _index.Find(view.Authority, out DomainMatchKind domain);
        trace.OnVirtualHost(host, domain);
        if (host is null)
        {
            return new(RouteDecisionKind.NoVirtualHost, null);
        }

        if (host.TlsRequirement != TlsRequirement.None && IsPlainTextRefused(host.TlsRequirement, ref view))
        {
            trace.OnTlsRequired(host);
            return new(RouteDecisionKind.TlsRedirect, host);
        }

        var parts = new PathParts(view.Path, IgnoresPathParameters);
        foreach (RouteEntry route in host.RouteSpan)
        {
            RouteMiss miss = route.Condition.Match(ref view, in parts, ref random, out int conditionIndex);
            trace.OnRoute(route, miss, conditionIndex);
            if (miss == RouteMiss.None)
            {
                WeightedClusterEntry? weighted = route.Forward?.Weighted?.Choose(ref view, ref random);
                return new(route.Kind, host, route, weighted);
            }
        }

        return new(RouteDecisionKind.NoRoute, host);
    }

    private static bool IsPlainTextRefused<TRequest>(TlsRequirement requirement, scoped ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (!request.TryGetHeader("x-forwarded-proto"u8, out ReadOnlySpan<byte> scheme) || scheme.IsEmpty)
        {
            scheme = request.Scheme;
        }

        if (scheme.SequenceEqual("https"u8))
        {
            return false;
        }

        bool isInternal = request.TryGetHeader("x-envoy-internal"u8, out ReadOnlySpan<byte> value)
            && value.SequenceEqual("true"u8);
        return requirement == TlsRequirement.All || !isInternal;
    }
}
