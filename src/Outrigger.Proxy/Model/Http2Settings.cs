using Outrigger.Http.Http2;

namespace Outrigger.Proxy.Model;

/// <summary>
/// How HTTP/2 is spoken with clients or endpoints. Follows <c>envoy.config.core.v3.Http2ProtocolOptions</c>.
/// </summary>
internal sealed record Http2Settings
{
    /// <summary>
    /// What a stream may have in flight, and so what may have to be held for it, where nobody says otherwise:
    /// 256 KiB keeps a gigabit busy over two milliseconds.
    /// </summary>
    public const int StreamWindowBytesDefault = 256 * 1024;

    /// <summary>What all streams of a connection may have in flight together: 1 MiB.</summary>
    public const int ConnectionWindowBytesDefault = 1024 * 1024;

    /// <summary>The defaults.</summary>
    public static Http2Settings Default { get; } = new();

    /// <summary>What the protocol needs.</summary>
    public Http2Options Session { get; init; } = new()
    {
        StreamWindowBytes = StreamWindowBytesDefault,
        ConnectionWindowBytes = ConnectionWindowBytesDefault,
    };

    /// <summary>How often a peer is asked for a sign of life, in milliseconds; 0 = never.</summary>
    public int KeepAliveIntervalMs { get; init; }

    /// <summary>How long the peer may take to give one.</summary>
    public int KeepAliveTimeoutMs { get; init; }
}
