using Envoy.Service.Status.V3;
using Grpc.Core;

namespace Outrigger.Xds.Server.Status;

/// <summary>
/// The client status discovery service: tells, resource by resource, how the connected clients stand, as this
/// server sees it (<c>config_status</c> SYNCED, NOT_SENT, STALE or ERROR). Every request gets one response;
/// it is no watch.
/// </summary>
/// <remarks>Creates a service over the clients of one <see cref="AdsServer"/>.</remarks>
/// <param name="clients">The clients.</param>
/// <param name="visibleTo">
/// Which clients a caller may see; may refuse it with an <see cref="RpcException"/>. Null for all.
/// </param>
public sealed class CsdsServer(
    ClientRegistry clients, Func<ServerCallContext, Func<ClientStatus, bool>>? visibleTo = null)
    : ClientStatusDiscoveryService.ClientStatusDiscoveryServiceBase
{
    /// <inheritdoc/>
    public override Task<ClientStatusResponse> FetchClientStatus(
        ClientStatusRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(Answer(request, VisibleTo(context)));
    }

    /// <inheritdoc/>
    public override async Task StreamClientStatus(
        IAsyncStreamReader<ClientStatusRequest> requestStream,
        IServerStreamWriter<ClientStatusResponse> responseStream,
        ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(requestStream);
        ArgumentNullException.ThrowIfNull(responseStream);
        ArgumentNullException.ThrowIfNull(context);
        Func<ClientStatus, bool> isVisible = VisibleTo(context);
        while (await requestStream.MoveNext(context.CancellationToken))
            await responseStream.WriteAsync(Answer(requestStream.Current, isVisible), context.CancellationToken);
    }

    private Func<ClientStatus, bool> VisibleTo(ServerCallContext context) =>
        visibleTo?.Invoke(context) ?? (static _ => true);

    private ClientStatusResponse Answer(ClientStatusRequest request, Func<ClientStatus, bool> isVisible)
    {
        if (NodeFilter.TryCompile(request.NodeMatchers, out NodeFilter? filter) is { } mistake)
            throw new RpcException(new Grpc.Core.Status(StatusCode.InvalidArgument, mistake));
        var response = new ClientStatusResponse();
        response.Config.AddRange(clients.Dump(
            client => isVisible(client) && filter!.Matches(client.Node),
            withContents: !request.ExcludeResourceContents));
        return response;
    }
}
