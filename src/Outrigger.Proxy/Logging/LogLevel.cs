namespace Outrigger.Proxy.Logging;

/// <summary>How important a log line is. Follows Envoy's levels.</summary>
internal enum LogLevel : byte
{
    /// <summary>Every step.</summary>
    Trace,

    /// <summary>For whoever looks for a fault.</summary>
    Debug,

    /// <summary>What an operator wants to know.</summary>
    Info,

    /// <summary>Something is not as it should be; the program goes on as well as before.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,

    /// <summary>The program cannot go on.</summary>
    Critical,

    /// <summary>Nothing is logged.</summary>
    Off,
}
