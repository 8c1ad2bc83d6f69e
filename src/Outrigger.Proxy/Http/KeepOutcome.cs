namespace Outrigger.Proxy.Http;

/// <summary>How the keeping of a request's content ended.</summary>
internal enum KeepOutcome : byte
{
    /// <summary>All of it is kept.</summary>
    Whole,

    /// <summary>As much as may be kept is; there is more.</summary>
    Part,

    /// <summary>There is more than may be kept.</summary>
    TooLarge,

    /// <summary>It is malformed.</summary>
    Malformed,

    /// <summary>It did not come in time.</summary>
    TimedOut,

    /// <summary>The client went away before all had come.</summary>
    ClientGone,
}
