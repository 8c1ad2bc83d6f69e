using Grpc.Core;

namespace Outrigger.Xds.Tests.Support;

/// <summary>A channel that knows bidirectional calls only, which is all that ADS needs.</summary>
internal abstract class DuplexInvoker : CallInvoker
{
    public override AsyncDuplexStreamingCall<TRequest, TResponse>
        AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var pipe = new DuplexPipe<TRequest, TResponse>(options.CancellationToken);
        Accept(pipe);
        return pipe.Call;
    }

    // Aggregated discovery is made of duplex streams; a client that makes another kind of call is to fail its test.
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException();

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException();

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse>
        AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException();

    /// <summary>A client opened a call.</summary>
    protected abstract void Accept<TRequest, TResponse>(DuplexPipe<TRequest, TResponse> pipe)
        where TRequest : class
        where TResponse : class;
}
