namespace Outrigger.Resources.Security.PeerAuthentications;

/// <summary>Whether connections must be mutually authenticated.</summary>
public sealed record MutualTls
{
    /// <summary>The mode.</summary>
    public MutualTlsMode? Mode { get; init; }
}
