namespace Outrigger.Xds.Client;

/// <summary>How a client stands to its server.</summary>
public enum ConnectionState
{
    /// <summary>No stream. The client tries again after its back-off, for ever.</summary>
    Disconnected,

    /// <summary>
    /// The server has answered on the current stream (Envoy's <c>control_plane.connected_state</c> 1).
    /// </summary>
    Connected,
}
