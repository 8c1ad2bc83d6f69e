namespace Outrigger.Proxy.Stats;

/// <summary>
/// The statistics of gRPC calls under <c>cluster.&lt;name&gt;.grpc.</c>, of one method or of all. Follows Envoy's
/// gRPC statistics filter; the counters by status are named by its number there.
/// </summary>
internal enum GrpcStat
{
    /// <summary>Calls that ended with a status.</summary>
    Total,

    /// <summary>Calls that ended with status 0.</summary>
    Success,

    /// <summary>Calls that ended with another status.</summary>
    Failure,

    /// <summary>Messages that clients sent.</summary>
    RequestMessageCount,

    /// <summary>Messages that endpoints sent.</summary>
    ResponseMessageCount,

    /// <summary>Calls that ended with status 0; the counters of statuses 1 to 16 follow it.</summary>
    StatusOk,

    /// <summary>Calls that ended with status 1.</summary>
    StatusCancelled,

    /// <summary>Calls that ended with status 2, or with a number that is no status.</summary>
    StatusUnknown,

    /// <summary>Calls that ended with status 3.</summary>
    StatusInvalidArgument,

    /// <summary>Calls that ended with status 4.</summary>
    StatusDeadlineExceeded,

    /// <summary>Calls that ended with status 5.</summary>
    StatusNotFound,

    /// <summary>Calls that ended with status 6.</summary>
    StatusAlreadyExists,

    /// <summary>Calls that ended with status 7.</summary>
    StatusPermissionDenied,

    /// <summary>Calls that ended with status 8.</summary>
    StatusResourceExhausted,

    /// <summary>Calls that ended with status 9.</summary>
    StatusFailedPrecondition,

    /// <summary>Calls that ended with status 10.</summary>
    StatusAborted,

    /// <summary>Calls that ended with status 11.</summary>
    StatusOutOfRange,

    /// <summary>Calls that ended with status 12.</summary>
    StatusUnimplemented,

    /// <summary>Calls that ended with status 13.</summary>
    StatusInternal,

    /// <summary>Calls that ended with status 14.</summary>
    StatusUnavailable,

    /// <summary>Calls that ended with status 15.</summary>
    StatusDataLoss,

    /// <summary>Calls that ended with status 16.</summary>
    StatusUnauthenticated,

    /// <summary>From the request's head to the end of the response.</summary>
    UpstreamRqTime,
}
