namespace Outrigger.Http.Grpc;

/// <summary>The outcome of a call, as <c>grpc-status</c> numbers it. Follows gRPC's list of status codes.</summary>
public enum GrpcStatus : byte
{
    /// <summary>The call succeeded.</summary>
    Ok = 0,

    /// <summary>The caller cancelled it.</summary>
    Cancelled = 1,

    /// <summary>It failed, and nothing better is known.</summary>
    Unknown = 2,

    /// <summary>The caller's argument can never be right.</summary>
    InvalidArgument = 3,

    /// <summary>The caller's deadline passed.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>What was to be made exists.</summary>
    AlreadyExists = 6,

    /// <summary>The caller may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota or a store is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the call needs.</summary>
    FailedPrecondition = 9,

    /// <summary>A conflict with another call ended it.</summary>
    Aborted = 10,

    /// <summary>The argument lies outside what is there now.</summary>
    OutOfRange = 11,

    /// <summary>The method does not exist here.</summary>
    Unimplemented = 12,

    /// <summary>Something that always holds did not.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached at present.</summary>
    Unavailable = 14,

    /// <summary>Data were lost for good.</summary>
    DataLoss = 15,

    /// <summary>Who the caller is was not proved.</summary>
    Unauthenticated = 16,
}
