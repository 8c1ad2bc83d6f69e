using System.Text;
using Outrigger.Http;
using Outrigger.Proxy.Upstream;
using Outrigger.Routing;
using Outrigger.Routing.Rewrites;
using Outrigger.Routing.Routes;

namespace Outrigger.Proxy.Http;

/// <summary>
/// What the router does to headers by a route's decision: of the request on its way up, of the response down.
/// </summary>
internal static class UpstreamHeaders
{
    /// <summary>
    /// Prepares a request for its endpoint: mutations first, then host and path, as Envoy does.
    /// </summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="connection">The client's connection.</param>
    public static void Prepare(
        HttpExchange exchange,
        in RouteDecision decision,
        EndpointState endpoint,
        ServerConnection connection)
    {
        var head = exchange.Request;
        var forward = decision.Forward!;
        var addsEnvoyHeaders = !connection.Model.SuppressesEnvoyHeaders;
        var plan = decision.RequestMutations;
        if (!plan.IsEmpty)
        {
            var headers = new MutableHeaders(head.Headers, head);
            var format = new ExchangeFormat(exchange);
            plan.Apply(ref headers, ref format);
        }

        if (decision.HostRewrite is { } hostRewrite)
            RewriteHost(head, in decision, hostRewrite, endpoint, connection);
        if (forward.PathRewrite is not null)
            RewritePath(head, in decision, connection, addsEnvoyHeaders);
        if (addsEnvoyHeaders && forward.TimeoutMs > 0)
            EnvoyHeaders.SetNumber(head.Headers, KnownHeader.XEnvoyExpectedRqTimeoutMs, forward.TimeoutMs);
        if (decision.VirtualHost!.IncludesAttemptCountInRequest)
            head.Headers.TrySet(KnownHeader.XEnvoyAttemptCount, "1"u8);
    }

    /// <summary>Prepares an endpoint's response.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="connection">The client's connection.</param>
    /// <param name="serviceTimeMicroseconds">How long the endpoint took to answer.</param>
    public static void PrepareResponse(
        HttpExchange exchange,
        in RouteDecision decision,
        ServerConnection connection,
        long serviceTimeMicroseconds)
    {
        var headers = exchange.Response.Headers;
        HopByHop.Strip(exchange.Response);
        if (!connection.Model.SuppressesEnvoyHeaders)
        {
            var serviceTimeMs = serviceTimeMicroseconds / 1000;
            EnvoyHeaders.SetNumber(headers, KnownHeader.XEnvoyUpstreamServiceTime, serviceTimeMs);
            if (decision.VirtualHost!.IncludesAttemptCountInResponse)
                EnvoyHeaders.SetNumber(headers, KnownHeader.XEnvoyAttemptCount, exchange.AttemptsCount);
        }

        MutateResponse(exchange, in decision);
    }

    /// <summary>Applies a route's mutations to a response.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="decision">The decision.</param>
    public static void MutateResponse(HttpExchange exchange, in RouteDecision decision)
    {
        var plan = decision.ResponseMutations;
        if (plan.IsEmpty)
            return;
        var headers = new MutableHeaders(exchange.Response.Headers, request: null);
        var format = new ExchangeFormat(exchange);
        plan.Apply(ref headers, ref format);
    }

    private static void RewriteHost(
        RequestHead head,
        in RouteDecision decision,
        HostRewrite rewrite,
        EndpointState endpoint,
        ServerConnection connection)
    {
        var worker = connection.Client.Worker;
        if (decision.Forward!.AppendsForwardedHost)
            head.Headers.TryAppend(KnownHeader.XForwardedHost, head.Authority);
        if (rewrite.Kind == HostRewriteKind.Endpoint)
        {
            var hostname = worker.Scratch(Encoding.UTF8.GetMaxByteCount(endpoint.Hostname.Length));
            var length = Encoding.UTF8.GetBytes(endpoint.Hostname, hostname);
            if (length > 0)
                head.TrySetAuthority(hostname[..length]);
            return;
        }

        var view = new RequestView(head);
        var writer = new ByteWriter(worker.Scratch(0));
        var isRewritten = decision.TryRewriteHost(in view, ref writer);
        if (isRewritten && writer.Overflowed)
        {
            writer = new ByteWriter(worker.Scratch(writer.RequiredLength));
            decision.TryRewriteHost(in view, ref writer);
        }

        if (isRewritten)
            head.TrySetAuthority(writer.Written);
    }

    private static void RewritePath(
        RequestHead head, in RouteDecision decision, ServerConnection connection, bool addsEnvoyHeaders)
    {
        var worker = connection.Client.Worker;
        var view = new RequestView(head);
        var writer = new ByteWriter(worker.Scratch(0));
        var isRewritten = decision.TryRewritePath(in view, ref writer);
        if (isRewritten && writer.Overflowed)
        {
            writer = new ByteWriter(worker.Scratch(writer.RequiredLength));
            decision.TryRewritePath(in view, ref writer);
        }

        if (!isRewritten)
            return;
        if (addsEnvoyHeaders)
            head.Headers.TrySet(KnownHeader.XEnvoyOriginalPath, head.Path);
        head.TrySetPath(writer.Written);
    }
}
