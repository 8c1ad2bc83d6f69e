namespace Outrigger.Net.Sockets;

/// <summary>
/// Told of events on a connection that nobody is waiting to read: idle, or busy with something else.
/// </summary>
public interface IReadinessObserver
{
    /// <summary>
    /// The connection became readable, or the peer hung up, while no method awaits its reading side. Runs on
    /// the loop. What it resumes must resume through <see cref="StreamConnection.CancelReadable"/> or the
    /// like.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="isHangup">Whether the peer ended its side or the connection broke.</param>
    void OnUnawaitedEvent(StreamConnection connection, bool isHangup);
}
