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
public sealed class CsdsServer(ClientRegistry clients)
    : ClientStatusDiscoveryService.ClientStatusDiscoveryServiceBase
{
    /// <inheritdoc/>
    public override Task<ClientStatusResponse> FetchClientStatus(
        ClientStatusRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(Answer(request));
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
        while (await requestStream.MoveNext(context.CancellationToken))
            await responseStream.WriteAsync(Answer(requestStream.Current), context.CancellationToken);
    }

    private ClientStatusResponse Answer(ClientStatusRequest request)
    {
        if (NodeFilter.TryCompile(request.NodeMatchers, out NodeFilter? filter) is { } mistake)
            throw new RpcException(new Grpc.Core.Status(StatusCode.InvalidArgument, mistake));
        var response = new ClientStatusResponse();
        response.Config.AddRange(clients.Dump(
            client => filter!.Matches(client.Node), withContents: !request.ExcludeResourceContents));
        return response;
    }
}
