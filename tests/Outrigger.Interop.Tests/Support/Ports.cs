using System.Net;
using System.Net.Sockets;

namespace Outrigger.Interop.Tests.Support;

/// <summary>Ports on 127.0.0.1.</summary>
internal static class Ports
{
    /// <summary>A port for a program that cannot choose one and say which it is.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until something listens on the port.</summary>
    public static Task ListeningAsync(int port, RunningProgram program) => Deadline.UntilAsync(() =>
    {
        Assert.False(program.HasExited, program.Log);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    });
}
