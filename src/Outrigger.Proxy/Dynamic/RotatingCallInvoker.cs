using Grpc.Core;
using Grpc.Net.Client;
using Outrigger.Proxy.Bootstrap;
using Outrigger.Xds.Client;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// Makes each call to the next of several servers, so that a stream that broke is opened to another one.
/// </summary>
internal sealed class RotatingCallInvoker : CallInvoker
{
    private readonly CallInvoker[] _invokers;
    private int _callsCount;

    /// <summary>Makes a channel to each target; none connects before its first call.</summary>
    public RotatingCallInvoker(IReadOnlyList<ManagementTarget> targets)
    {
        _invokers = [.. targets.Select(target => Connect(target).CreateCallInvoker())];
    }

    /// <inheritdoc/>
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        Next().BlockingUnaryCall(method, host, options, request);

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        Next().AsyncUnaryCall(method, host, options, request);

    /// <inheritdoc/>
    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        Next().AsyncServerStreamingCall(method, host, options, request);

    /// <inheritdoc/>
    public override AsyncClientStreamingCall<TRequest, TResponse>
        AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        Next().AsyncClientStreamingCall(method, host, options);

    /// <inheritdoc/>
    public override AsyncDuplexStreamingCall<TRequest, TResponse>
        AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        Next().AsyncDuplexStreamingCall(method, host, options);

    private static GrpcChannel Connect(ManagementTarget target) => target.UnixPath is { } path
        ? AdsChannel.CreateUnix(path)
        : AdsChannel.CreateTcp(target.Host, target.Port);

    private CallInvoker Next() =>
        _invokers[(uint)(Interlocked.Increment(ref _callsCount) - 1) % (uint)_invokers.Length];
}
