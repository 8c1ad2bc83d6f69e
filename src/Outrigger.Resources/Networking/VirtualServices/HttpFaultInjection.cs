namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record HttpFaultInjection.</summary>
public sealed record HttpFaultInjection
{
    /// <summary>Field abort.</summary>
    public FaultAbort? Abort { get; init; }

    /// <summary>Field delay.</summary>
    public FaultDelay? Delay { get; init; }
}
