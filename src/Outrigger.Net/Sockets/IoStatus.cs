namespace Outrigger.Net.Sockets;

/// <summary>What a single non-blocking read or write did.</summary>
public enum IoStatus
{
    /// <summary>At least one byte moved.</summary>
    Ok,

    /// <summary>Nothing moved; wait for readiness and try again.</summary>
    WouldBlock,

    /// <summary>The peer has sent all it will ever send (reads only).</summary>
    EndOfStream,

    /// <summary>The connection is broken; see <see cref="StreamConnection.LastError"/>.</summary>
    Failed,

    /// <summary>The kernel does not do this with such a socket; do it in another way.</summary>
    NotSupported,
}
