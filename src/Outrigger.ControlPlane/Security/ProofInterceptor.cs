using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Outrigger.ControlPlane.Security;

/// <summary>
/// Turns away who must prove something and has not before anything that it sends is read: a message of discovery may be
/// large.
/// </summary>
internal sealed class ProofInterceptor(NodeAuthentication authentication) : Interceptor
{
    /// <inheritdoc/>
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        authentication.PeerOf(context);
        return continuation(request, context);
    }

    /// <inheritdoc/>
    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        authentication.PeerOf(context);
        return continuation(requestStream, responseStream, context);
    }
}
