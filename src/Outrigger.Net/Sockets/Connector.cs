using System.ComponentModel;
using System.Runtime.InteropServices;
using Outrigger.Net.Loops;
using Outrigger.Net.Native;
using Outrigger.Net.Tasks;

namespace Outrigger.Net.Sockets;

/// <summary>How to connect.</summary>
public sealed record ConnectOptions
{
    /// <summary>Time until the attempt is given up.</summary>
    public int TimeoutMs { get; init; } = 5000;

    /// <summary>
    /// Address to connect from; null lets the system choose. Port 0 lets it choose the port.
    /// </summary>
    public NetworkAddress? Source { get; init; }

    /// <summary>
    /// Whether <see cref="Source"/> may be another machine's address (IP_TRANSPARENT); needs CAP_NET_ADMIN.
    /// </summary>
    public bool IsTransparent { get; init; }

    /// <summary>Whether <see cref="Source"/> need not exist yet (IP_FREEBIND).</summary>
    public bool IsFreeBind { get; init; }

    /// <summary>The firewall mark of the packets (SO_MARK); 0 for none. Needs CAP_NET_ADMIN.</summary>
    public uint Mark { get; init; }

    /// <summary>Keep-alive probes; null for none.</summary>
    public KeepAliveOptions? KeepAlive { get; init; }

    /// <summary>Time that sent data may stay unacknowledged (TCP_USER_TIMEOUT); 0 for the system's.</summary>
    public int UserTimeoutMs { get; init; }
}

/// <summary>Why there is no connection.</summary>
public enum ConnectFailure
{
    /// <summary>There is one.</summary>
    None,

    /// <summary>The peer, or the network, refused.</summary>
    Refused,

    /// <summary>The timeout passed.</summary>
    TimedOut,

    /// <summary>The loop is stopping.</summary>
    Stopped,
}

/// <summary>The outcome of a connection attempt.</summary>
/// <param name="Connection">The connection, or null.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="Error">The system's error number, 0 when there is none.</param>
public readonly record struct ConnectResult(SocketConnection? Connection, ConnectFailure Failure, int Error);

/// <summary>Opens connections.</summary>
public static class Connector
{
    /// <summary>Connects to an address.</summary>
    /// <param name="loop">The loop that will own the connection; the caller runs on it.</param>
    /// <param name="address">Where to.</param>
    /// <param name="options">How.</param>
    /// <returns>The connection, or why there is none. Never throws for what the network does.</returns>
    public static LoopTask<ConnectResult> ConnectAsync(
        EventLoop loop, NetworkAddress address, ConnectOptions options)
    {
        var descriptor = OpenSocket(address, options, out var error, out var isConnected);
        if (descriptor < 0)
            return new(new ConnectResult(null, ConnectFailure.Refused, error));
        SocketConnection connection;
        try
        {
            connection = new SocketConnection(loop, descriptor, address, isWritable: isConnected);
        }
        catch (Win32Exception fault)
        {
            _ = Libc.Close(descriptor);
            return new(new ConnectResult(null, ConnectFailure.Refused, fault.NativeErrorCode));
        }

        return isConnected
            ? new(new ConnectResult(connection, ConnectFailure.None, 0))
            : FinishAsync(connection, loop.NowMs + options.TimeoutMs);
    }

    private static async LoopTask<ConnectResult> FinishAsync(SocketConnection connection, long deadlineMs)
    {
        var wait = await connection.WritableAsync(deadlineMs);
        if (wait == WaitResult.Ready)
        {
            var error = connection.TakeSocketError();
            if (error == 0)
                return new ConnectResult(connection, ConnectFailure.None, 0);
            connection.Close();
            return new ConnectResult(null, ConnectFailure.Refused, error);
        }

        connection.Close();
        var failure = wait == WaitResult.TimedOut ? ConnectFailure.TimedOut : ConnectFailure.Stopped;
        return new ConnectResult(null, failure, 0);
    }

    private static int OpenSocket(
        NetworkAddress address, ConnectOptions options, out int error, out bool isConnected)
    {
        isConnected = false;
        var descriptor = Libc.Socket(address.Family, LinuxConstants.StreamType, 0);
        if (descriptor < 0)
        {
            error = Marshal.GetLastPInvokeError();
            return -1;
        }

        SetOptions(descriptor, address, options);
        error = options.Source is { } source ? Bind(descriptor, source) : 0;
        if (error == 0)
            error = Connect(descriptor, address, out isConnected);
        if (error == 0)
            return descriptor;
        _ = Libc.Close(descriptor);
        return -1;
    }

    private static unsafe int Bind(int descriptor, NetworkAddress source)
    {
        fixed (byte* bytes = source.KernelBytes)
        {
            return Libc.Bind(descriptor, bytes, (uint)source.KernelBytes.Length) == 0
                ? 0
                : Marshal.GetLastPInvokeError();
        }
    }

    private static unsafe int Connect(int descriptor, NetworkAddress address, out bool isConnected)
    {
        fixed (byte* bytes = address.KernelBytes)
            isConnected = Libc.Connect(descriptor, bytes, (uint)address.KernelBytes.Length) == 0;
        if (isConnected)
            return 0;
        var error = Marshal.GetLastPInvokeError();
        return error is Errno.InProgress or Errno.Interrupted ? 0 : error;
    }

    private static void SetOptions(int descriptor, NetworkAddress address, ConnectOptions options)
    {
        if (address.UnixPath is not null)
            return;
        SocketOptions.TrySet(descriptor, LinuxConstants.LevelTcp, LinuxConstants.OptionNoDelay, 1);
        if (options.KeepAlive is { } keepAlive)
            SocketOptions.SetKeepAlive(descriptor, keepAlive);
        SocketOptions.SetUserTimeout(descriptor, options.UserTimeoutMs);
        SocketOptions.SetForeignAddress(
            descriptor, address.IsIPv6, options.IsTransparent, options.IsFreeBind);
        if (options.Mark != 0)
        {
            SocketOptions.TrySet(
                descriptor, LinuxConstants.LevelSocket, LinuxConstants.OptionMark, (int)options.Mark);
        }

        if (options.Source is { UnixPath: null, Port: 0 })
        {
            // Choose the port at connect time: the same port then serves many destinations.
            const int Option = LinuxConstants.OptionBindAddressNoPort;
            SocketOptions.TrySet(descriptor, LinuxConstants.LevelIp, Option, 1);
        }
    }
}
