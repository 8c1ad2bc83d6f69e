namespace Outrigger.Routing.Actions;

/// <summary>What makes a request worth another try: the values of <c>RetryPolicy.retry_on</c>.</summary>
[Flags]
public enum RetryConditions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>5xx</c>: any 5xx status, or no response at all.</summary>
    ServerError = 1 << 0,

    /// <summary><c>gateway-error</c>: 502, 503 or 504.</summary>
    GatewayError = 1 << 1,

    /// <summary><c>reset</c>: the endpoint did not answer: disconnect, reset or read timeout.</summary>
    Reset = 1 << 2,

    /// <summary><c>reset-before-request</c>: a reset before anything of the request was sent.</summary>
    ResetBeforeRequest = 1 << 3,

    /// <summary><c>connect-failure</c>: no connection to the endpoint.</summary>
    ConnectFailure = 1 << 4,

    /// <summary><c>envoy-ratelimited</c>: the response says <c>x-envoy-ratelimited</c>.</summary>
    RateLimited = 1 << 5,

    /// <summary><c>retriable-4xx</c>: 409.</summary>
    RetriableClientError = 1 << 6,

    /// <summary><c>refused-stream</c>: the endpoint refused the stream before it did anything.</summary>
    RefusedStream = 1 << 7,

    /// <summary><c>retriable-status-codes</c>: a status out of the policy's list.</summary>
    RetriableStatusCodes = 1 << 8,

    /// <summary><c>retriable-headers</c>: a response header out of the policy's list.</summary>
    RetriableHeaders = 1 << 9,

    /// <summary><c>cancelled</c>: gRPC status 1 in the response headers.</summary>
    GrpcCancelled = 1 << 10,

    /// <summary><c>deadline-exceeded</c>: gRPC status 4 in the response headers.</summary>
    GrpcDeadlineExceeded = 1 << 11,

    /// <summary><c>internal</c>: gRPC status 13 in the response headers.</summary>
    GrpcInternal = 1 << 12,

    /// <summary><c>resource-exhausted</c>: gRPC status 8 in the response headers.</summary>
    GrpcResourceExhausted = 1 << 13,

    /// <summary><c>unavailable</c>: gRPC status 14 in the response headers.</summary>
    GrpcUnavailable = 1 << 14,

    /// <summary><c>http3-post-connect-failure</c>.</summary>
    Http3PostConnectFailure = 1 << 15,
}
