using Outrigger.Net.Native;

namespace Outrigger.Net.Sockets;

/// <summary>
/// A connection that works on another's socket. The socket stays registered as it is: its events go to the
/// user, so that laying one connection over another costs no system call.
/// </summary>
internal interface ISocketUser
{
    /// <summary>The kernel reported something about the socket.</summary>
    void OnSocketEvents(EpollEvents events);

    /// <summary>The loop ends, or the user's own code failed: close without ceremony.</summary>
    void OnSocketDrop();
}
