using Grpc.Core;
using Outrigger.Proxy.Bootstrap;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// Makes each call to the next of several servers, so that a stream that broke is opened to another one.
/// </summary>
internal sealed class RotatingCallInvoker : CallInvoker
{
    private readonly CallInvoker[] _invokers;
    private int _callsCount;

    /// <summary>Makes a channel to each target; none connects before its first call.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="tls">TLS towards them; null for clear text.</param>
    public RotatingCallInvoker(IReadOnlyList<ManagementTarget> targets, UpstreamTlsModel? tls)
    {
        _invokers = [.. targets.Select(target => ControlChannel.Create(target, tls).CreateCallInvoker())];
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

    private CallInvoker Next() =>
        _invokers[(uint)(Interlocked.Increment(ref _callsCount) - 1) % (uint)_invokers.Length];
}
