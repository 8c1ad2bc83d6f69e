namespace Outrigger.Proxy.Http.Calls;

/// <summary>What came of a request that the proxy itself made.</summary>
internal enum CallOutcome : byte
{
    /// <summary>There is a response, whatever it says.</summary>
    Response,

    /// <summary>The cluster does not exist.</summary>
    NoCluster,

    /// <summary>No endpoint of the cluster may take a request.</summary>
    NoEndpoint,

    /// <summary>The cluster has too much to do already.</summary>
    Overflow,

    /// <summary>The endpoint cannot be connected to.</summary>
    ConnectFailed,

    /// <summary>The response did not come in time.</summary>
    TimedOut,

    /// <summary>The endpoint broke off before the response was complete.</summary>
    Ended,

    /// <summary>The response is no HTTP.</summary>
    Malformed,

    /// <summary>The request or the response is larger than is allowed.</summary>
    TooLarge,

    /// <summary>Whoever wanted the response does not want it any more.</summary>
    Cancelled,
}
