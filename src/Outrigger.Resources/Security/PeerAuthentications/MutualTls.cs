namespace Outrigger.Resources.Security.PeerAuthentications;

/// <summary>Record MutualTls.</summary>
public sealed record MutualTls
{
    /// <summary>Field mode.</summary>
    public MutualTlsMode? Mode { get; init; }
}
