using Outrigger.Http;
using Outrigger.Proxy.Http.Filters;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.PeerMetadata;

/// <summary>
/// Exchanges with the peers of a request who they are, by the headers <c>x-envoy-peer-metadata</c> and
/// <c>x-envoy-peer-metadata-id</c>. Inbound the request tells and the response answers; outbound it is the other way
/// round. What a peer told stays with the exchange, and neither the application nor anybody outside the mesh sees
/// the headers. Follows Istio's <c>io.istio.http.peer_metadata.Config</c>.
/// </summary>
/// <param name="name">The name in the configuration.</param>
/// <param name="local">This proxy's own workload.</param>
internal sealed class PeerMetadataFilter(string name, LocalWorkload local) : HttpFilterModel(name)
{
    private static ReadOnlySpan<byte> IdHeader => "x-envoy-peer-metadata-id"u8;

    private static ReadOnlySpan<byte> ValueHeader => "x-envoy-peer-metadata"u8;

    /// <summary>Whether the client tells who it is.</summary>
    public bool DiscoversDownstream { get; init; }

    /// <summary>Whether the endpoint tells who it is.</summary>
    public bool DiscoversUpstream { get; init; }

    /// <summary>Whether a client that told is told who we are.</summary>
    public bool PropagatesDownstream { get; init; }

    /// <summary>Whether the endpoint is told who we are.</summary>
    public bool PropagatesUpstream { get; init; }

    /// <summary>Whether endpoints outside the mesh are told nothing.</summary>
    public bool SkipsExternal { get; init; }

    /// <inheritdoc/>
    public override bool SeesResponses => DiscoversUpstream || PropagatesDownstream;

    /// <inheritdoc/>
    public override FilterVerdict Decide(HttpFilterContext context)
    {
        var exchange = context.Exchange;
        var headers = context.Request.Headers;
        if (DiscoversDownstream)
        {
            exchange.HasPeerAsked = headers.Contains(IdHeader) || headers.Contains(ValueHeader);
            exchange.DownstreamPeer = Take(headers, context.Worker.Peers);
        }

        if (PropagatesUpstream && !IsForOutsiders(context))
            Tell(headers);
        else if (PropagatesUpstream)
            Remove(headers);
        return FilterVerdict.Continue;
    }

    /// <inheritdoc/>
    public override void OnResponse(HttpFilterContext context)
    {
        var headers = context.Response.Headers;
        if (DiscoversUpstream)
            context.Exchange.UpstreamPeer = Take(headers, context.Worker.Peers);
        if (PropagatesDownstream && context.Exchange.HasPeerAsked)
            Tell(headers);
    }

    private static WorkloadMetadata? Take(HeaderMap headers, PeerCache peers)
    {
        var peer = headers.TryGet(ValueHeader, out var value) ? peers.Find(value) : null;
        Remove(headers);
        return peer;
    }

    private static void Remove(HeaderMap headers)
    {
        headers.Remove(ValueHeader);
        headers.Remove(IdHeader);
    }

    private void Tell(HeaderMap headers)
    {
        headers.TrySet(IdHeader, local.IdBytes.Span);
        headers.TrySet(ValueHeader, local.HeaderValue.Span);
    }

    private bool IsForOutsiders(HttpFilterContext context)
    {
        var cluster = (context.Route.Cluster?.Resolved as ClusterSlot)?.Current;
        return cluster is null || cluster.HidesPeerMetadata || (SkipsExternal && cluster.IsExternal);
    }
}
