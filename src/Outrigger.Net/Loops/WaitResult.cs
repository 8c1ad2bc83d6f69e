namespace Outrigger.Net.Loops;

/// <summary>How a wait for a connection ended.</summary>
public enum WaitResult
{
    /// <summary>The connection may be read, or written, now.</summary>
    Ready,

    /// <summary>The deadline passed first.</summary>
    TimedOut,

    /// <summary>The connection was closed on our side meanwhile.</summary>
    Closed,

    /// <summary>Somebody on this loop ended the wait; the connection is as it was.</summary>
    Cancelled,
}
