using System.Net.Sockets;
using System.Runtime.InteropServices;
using Outrigger.Local.Supervision;

namespace Outrigger.Local.Networking;

/// <summary>
/// Opens sockets inside another network namespace. A socket belongs for life to the namespace of the thread
/// that made it, so a thread of its own enters the namespace, makes the socket and ends; the rest of the
/// process stays where it is.
/// </summary>
internal static class NetworkNamespaceSockets
{
    private const int NewNetwork = 0x40000000;

    /// <summary>
    /// Opens a TCP socket in the namespace that <c>ip netns</c> calls <paramref name="name"/>.
    /// </summary>
    /// <exception cref="SocketException">The namespace is gone or may not be entered.</exception>
    public static Socket Open(string name)
    {
        Socket? socket = null;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                socket = OpenHere(name);
            }
            catch (Exception exception)
                when (exception is IOException or SocketException or UnauthorizedAccessException)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        return socket
            ?? throw (failure as SocketException ?? new SocketException((int)SocketError.NetworkDown));
    }

    private static Socket OpenHere(string name)
    {
        using var handle = File.OpenHandle($"/run/netns/{name}");
        if (NativeMethods.SetNamespace((int)handle.DangerousGetHandle(), NewNetwork) != 0)
        {
            throw new SocketException(Marshal.GetLastPInvokeError());
        }

        return new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    }
}
