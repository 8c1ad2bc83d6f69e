using System.Runtime.CompilerServices;
using Outrigger.Routing.Actions;
using Outrigger.Routing.Matching;
using Outrigger.Routing.Mutations;
using Outrigger.Routing.Rewrites;

namespace Outrigger.Routing.Routes;

/// <summary>
/// What is to be done with one request. It holds references into the immutable table, so it can be kept for
/// the life of the request and copied freely. First decide, then act: nothing here changes a request by
/// itself.
/// </summary>
public readonly struct RouteDecision
{
    internal RouteDecision(
        RouteDecisionKind kind,
        VirtualHostEntry? virtualHost,
        RouteEntry? route = null,
        WeightedClusterEntry? weightedCluster = null)
    {
        Kind = kind;
        VirtualHost = virtualHost;
        Route = route;
        WeightedCluster = weightedCluster;
    }

    /// <summary>What is done.</summary>
    public RouteDecisionKind Kind { get; }

    /// <summary>The virtual host; null only for <see cref="RouteDecisionKind.NoVirtualHost"/>.</summary>
    public VirtualHostEntry? VirtualHost { get; }

    /// <summary>The route; null when none was chosen.</summary>
    public RouteEntry? Route { get; }

    /// <summary>
    /// The cluster that the weights chose; null when the route does not share between clusters.
    /// </summary>
    public WeightedClusterEntry? WeightedCluster { get; }

    /// <summary>The action of a forwarded request; null for all others.</summary>
    public ForwardAction? Forward => Route?.Forward;

    /// <summary>
    /// The cluster of a forwarded request; null when a header names it (<see cref="ReadClusterName"/>), and
    /// for requests that are not forwarded.
    /// </summary>
    public ClusterReference? Cluster =>
        WeightedCluster is not null ? WeightedCluster.Cluster : Forward?.Target.Cluster;

    /// <summary>The answer that is given here; null for all others.</summary>
    public DirectResponse? DirectResponse => Route?.DirectResponse;

    /// <summary>What happens to the request's headers.</summary>
    public HeaderMutationPlan RequestMutations =>
        WeightedCluster?.RequestMutations ?? Route?.RequestMutations ?? HeaderMutationPlan.None;

    /// <summary>
    /// What happens to the response's headers, also to those of redirects and direct responses.
    /// </summary>
    public HeaderMutationPlan ResponseMutations =>
        WeightedCluster?.ResponseMutations ?? Route?.ResponseMutations ?? HeaderMutationPlan.None;

    /// <summary>The settings of filters for this request.</summary>
    public FilterConfigs FilterConfigs =>
        WeightedCluster?.FilterConfigs ?? Route?.FilterConfigs ?? FilterConfigs.Empty;

    /// <summary>
    /// How the host is rewritten: by the weighted cluster, else by the route; null when it stays.
    /// </summary>
    public HostRewrite? HostRewrite => WeightedCluster?.HostRewrite ?? Forward?.HostRewrite;

    /// <summary>The status of a redirect; 0 for all other decisions.</summary>
    public int RedirectStatus => Redirect?.Status ?? 0;

    private RedirectResponse? Redirect =>
        Kind == RouteDecisionKind.TlsRedirect ? RedirectResponse.ToTls : Route?.Redirect;

    /// <summary>
    /// The name of the cluster that a header of the request chooses; empty when the header is missing.
    /// </summary>
    /// <typeparam name="TRequest">The view.</typeparam>
    /// <param name="request">The request that was decided about.</param>
    public ReadOnlySpan<byte> ReadClusterName<TRequest>(in TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (WeightedCluster is not null)
        {
            return WeightedCluster.Target.ReadName(ref Unsafe.AsRef(in request));
        }

        return Forward is null ? [] : Forward.Target.ReadName(ref Unsafe.AsRef(in request));
    }

    /// <summary>Writes the new path with its query, if the route rewrites it.</summary>
    /// <typeparam name="TRequest">The view.</typeparam>
    /// <param name="request">The request that was decided about.</param>
    /// <param name="writer">Where to write; check <see cref="ByteWriter.Overflowed"/>.</param>
    /// <returns>
    /// Whether there is a new path. Without a path (plain CONNECT) there is nothing to rewrite.
    /// </returns>
    public bool TryRewritePath<TRequest>(in TRequest request, scoped ref ByteWriter writer)
        where TRequest : struct, IRequestView, allows ref struct
    {
        PathRewrite? rewrite = Forward?.PathRewrite;
        if (rewrite is null)
        {
            return false;
        }

        var parts = new PathParts(Unsafe.AsRef(in request).Path);
        if (parts.Path.IsEmpty)
        {
            return false;
        }

        rewrite.WritePath(parts.Path, ref writer);
        writer.Write(parts.Suffix);
        return true;
    }

    /// <summary>
    /// Writes the new host, if it is known before an endpoint is chosen. For
    /// <see cref="HostRewriteKind.Endpoint"/> the proxy itself takes the endpoint's host name.
    /// </summary>
    /// <typeparam name="TRequest">The view.</typeparam>
    /// <param name="request">The request that was decided about.</param>
    /// <param name="writer">Where to write; check <see cref="ByteWriter.Overflowed"/>.</param>
    /// <returns>Whether there is a new host.</returns>
    public bool TryRewriteHost<TRequest>(in TRequest request, scoped ref ByteWriter writer)
        where TRequest : struct, IRequestView, allows ref struct
    {
        HostRewrite? rewrite = HostRewrite;
        return rewrite is not null && rewrite.TryWrite(ref Unsafe.AsRef(in request), ref writer);
    }

    /// <summary>Writes the <c>location</c> of a redirect; nothing for all other decisions.</summary>
    /// <typeparam name="TRequest">The view.</typeparam>
    /// <param name="request">The request that was decided about.</param>
    /// <param name="writer">Where to write; check <see cref="ByteWriter.Overflowed"/>.</param>
    public void WriteLocation<TRequest>(in TRequest request, scoped ref ByteWriter writer)
        where TRequest : struct, IRequestView, allows ref struct =>
        Redirect?.WriteLocation(ref Unsafe.AsRef(in request), ref writer);
}
