using Outrigger.Http.Grpc;
using Outrigger.Routing.Actions;

namespace Outrigger.Proxy.Http.Grpc;

/// <summary>
/// How long a gRPC call may take by its client's <c>grpc-timeout</c>, as far as its route lets the client say. All in
/// milliseconds from the beginning of the call, where the client's own clock started.
/// </summary>
internal static class GrpcDeadline
{
    /// <summary>Reads the route's and the client's word.</summary>
    /// <param name="forward">The route's action.</param>
    /// <param name="header">The value of <c>grpc-timeout</c>; empty when there is none.</param>
    /// <returns>The timeout; null when neither sets one.</returns>
    public static long? TimeoutMs(ForwardAction forward, ReadOnlySpan<byte> header)
    {
        var duration = forward.StreamDuration;
        if (!GrpcTimeout.TryParse(header, out var askedMs))
            return forward.GrpcTimeoutMaxMs is > 0 and var maxMs ? maxMs : null;
        if (duration?.GrpcTimeoutHeaderMaxMs is { } durationMaxMs)
            return Bound(askedMs, durationMaxMs, duration.GrpcTimeoutHeaderOffsetMs ?? 0);
        return forward.GrpcTimeoutMaxMs is { } routeMaxMs
            ? Bound(askedMs, routeMaxMs, forward.GrpcTimeoutOffsetMs)
            : null;
    }

    /// <summary>The offset leaves time for the answer; one that would leave none is not taken off.</summary>
    private static long Bound(long askedMs, long maxMs, long offsetMs)
    {
        var boundMs = maxMs > 0 ? Math.Min(askedMs, maxMs) : askedMs;
        return offsetMs < boundMs ? boundMs - offsetMs : boundMs;
    }
}
