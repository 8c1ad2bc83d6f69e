namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Faults put in on purpose, to test how callers bear them.</summary>
public sealed record HttpFaultInjection
{
    /// <summary>Errors instead of answers.</summary>
    public FaultAbort? Abort { get; init; }

    /// <summary>Delays before answers.</summary>
    public FaultDelay? Delay { get; init; }
}
