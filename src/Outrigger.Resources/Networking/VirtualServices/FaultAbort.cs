using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record FaultAbort.</summary>
[OneOf("httpStatus", "grpcStatus", "http2Error")]
public sealed record FaultAbort
{
    /// <summary>Field grpcStatus.</summary>
    public string? GrpcStatus { get; init; }

    /// <summary>Field http2Error.</summary>
    public string? Http2Error { get; init; }

    /// <summary>Field httpStatus.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Field percentage.</summary>
    public Percent? Percentage { get; init; }
}
