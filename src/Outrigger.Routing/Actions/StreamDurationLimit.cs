namespace Outrigger.Routing.Actions;

/// <summary>
/// The longest time of a stream: <c>RouteAction.MaxStreamDuration</c>. All in milliseconds.
/// </summary>
/// <param name="DurationMaxMs">The limit; 0 for none, null for the connection manager's.</param>
/// <param name="GrpcTimeoutHeaderMaxMs">
/// The most that the client may ask for with <c>grpc-timeout</c>: null to ignore that header, 0 for no bound.
/// </param>
/// <param name="GrpcTimeoutHeaderOffsetMs">
/// What is taken off the client's timeout, to leave time for the answer.
/// </param>
public sealed record StreamDurationLimit(
    long? DurationMaxMs, long? GrpcTimeoutHeaderMaxMs, long? GrpcTimeoutHeaderOffsetMs);
