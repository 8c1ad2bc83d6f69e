using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Answers some requests with an error instead of forwarding them.</summary>
[OneOf("httpStatus", "grpcStatus", "http2Error")]
public sealed record FaultAbort
{
    /// <summary>The gRPC status to answer with.</summary>
    public string? GrpcStatus { get; init; }

    /// <summary>The HTTP/2 error to answer with; not supported by Istio either.</summary>
    public string? Http2Error { get; init; }

    /// <summary>The HTTP status to answer with.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The share of requests; none if not set.</summary>
    public Percent? Percentage { get; init; }
}
