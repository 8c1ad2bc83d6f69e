using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tcp;

/// <summary>How a pair of connections is relayed.</summary>
internal sealed class RelayOptions
{
    /// <summary>Silence both ways until the pair ends, in milliseconds; 0 = never.</summary>
    public int IdleTimeoutMs { get; init; }

    /// <summary>Time until the pair ends in any case, in milliseconds; 0 = never.</summary>
    public int DurationMaxMs { get; init; }

    /// <summary>Bytes that may be on their way in each direction.</summary>
    public int BufferBytesMax { get; init; } = int.MaxValue;

    /// <summary>Who is told which side sent the first bytes, or null.</summary>
    public IFirstSpeakerObserver? FirstSpeaker { get; init; }

    /// <summary>Where bytes are counted as they move.</summary>
    public required StatBlock<TcpStat> Stats { get; init; }
}

/// <summary>Learns which side of a pair sent the first bytes.</summary>
internal interface IFirstSpeakerObserver
{
    /// <summary>The first bytes have come; called once.</summary>
    /// <param name="isClient">Whether the client sent them.</param>
    void OnFirstBytes(bool isClient);
}
