using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Outrigger.Net.Loops;
using Outrigger.Net.Native;
using Outrigger.Net.Timers;

namespace Outrigger.Net.Sockets;

/// <summary>How to listen.</summary>
public sealed record ListenOptions
{
    /// <summary>Connections the kernel queues until they are accepted.</summary>
    public int Backlog { get; init; } = 4096;

    /// <summary>
    /// Whether other sockets may listen on the same address; each worker has one (SO_REUSEPORT).
    /// </summary>
    public bool ReusePort { get; init; } = true;

    /// <summary>Whether an IPv6 wildcard listener also takes IPv4 connections.</summary>
    public bool AcceptsIPv4OnIPv6 { get; init; }

    /// <summary>Whether connections to foreign addresses are accepted (IP_TRANSPARENT).</summary>
    public bool IsTransparent { get; init; }

    /// <summary>Whether the address need not exist yet (IP_FREEBIND).</summary>
    public bool IsFreeBind { get; init; }

    /// <summary>Connections accepted in one go before other sources have their turn; 1 or more.</summary>
    public int AcceptsPerEventMax { get; init; } = 64;

    /// <summary>Keep-alive probes on accepted connections; null for none.</summary>
    public KeepAliveOptions? KeepAlive { get; init; }
}

/// <summary>Gets the connections of a <see cref="SocketListener"/>.</summary>
public interface IAcceptHandler
{
    /// <summary>
    /// Whether connections are wanted now; while not, they wait in the kernel's queue. Asked again every 50 ms.
    /// </summary>
    bool AcceptsNow => true;

    /// <summary>
    /// A connection was accepted. Runs on the loop; an exception closes this connection only.
    /// </summary>
    /// <param name="listener">The listener that accepted it.</param>
    /// <param name="connection">The connection, now the handler's to close.</param>
    void OnAccepted(SocketListener listener, SocketConnection connection);
}

/// <summary>
/// A listening TCP or Unix socket on one loop. When the process runs out of descriptors it gives up a spare
/// one to accept and close the waiting connection, so that the client learns at once, and pauses for a
/// moment.
/// </summary>
public sealed unsafe class SocketListener : EventSource
{
    private const int PauseMs = 50;

    private readonly IAcceptHandler _handler;
    private readonly ListenOptions _options;
    private readonly CallbackTimer _resumeTimer;
    private readonly string? _unixPath;
    private int _spareDescriptor;
    private bool _isWatched;

    /// <summary>Binds and starts to listen.</summary>
    /// <param name="loop">The loop that accepts.</param>
    /// <param name="address">Where to listen; port 0 takes a free one.</param>
    /// <param name="options">How to listen.</param>
    /// <param name="handler">Gets the connections.</param>
    /// <exception cref="Win32Exception">The system refuses the address.</exception>
    public SocketListener(
        EventLoop loop, NetworkAddress address, ListenOptions options, IAcceptHandler handler)
        : base(loop)
    {
        _handler = handler;
        _options = options;
        _resumeTimer = new CallbackTimer(Resume);
        _unixPath = address.UnixPath is [not '@', ..] ? address.UnixPath : null;
        Descriptor = OpenSocket(address, options);
        Address = SocketOptions.LocalAddress(Descriptor) ?? address;
        _spareDescriptor = OpenSpare();
        Resume();
    }

    /// <summary>Where it listens; the real port when 0 was asked for.</summary>
    public NetworkAddress Address { get; }

    /// <summary>Connections shed because the process had no descriptor for them.</summary>
    public long ShedCount { get; private set; }

    /// <summary>Whether it accepts no more.</summary>
    public bool IsClosed => Descriptor < 0;

    /// <summary>
    /// Stops listening. Connections in the kernel's queue that nobody accepted are reset by the kernel.
    /// </summary>
    public void Close()
    {
        if (Descriptor < 0)
            return;
        Loop.Cancel(_resumeTimer);
        Loop.CloseDescriptor(this);
        if (_spareDescriptor >= 0)
            _ = Libc.Close(_spareDescriptor);
        _spareDescriptor = -1;
        if (_unixPath is not null)
            RemoveUnixPath(_unixPath);
    }

    /// <summary>
    /// Accepts whatever the kernel has queued, then stops listening: a client that connected before a drain
    /// began is served, not reset.
    /// </summary>
    public void DrainAndClose()
    {
        while (Descriptor >= 0 && AcceptOne())
        {
        }

        Close();
    }

    internal override void OnEvents(EpollEvents events)
    {
        if (!_handler.AcceptsNow)
        {
            Pause();
            return;
        }

        // Level-triggered: what is not accepted now is reported again in the next round.
        for (var count = 0; count < _options.AcceptsPerEventMax && Descriptor >= 0; count++)
        {
            if (!AcceptOne())
                return;
        }
    }

    internal override void OnLoopDrop() => Close();

    private static int OpenSocket(NetworkAddress address, ListenOptions options)
    {
        var descriptor = Libc.Socket(address.Family, LinuxConstants.StreamType, 0);
        if (descriptor < 0)
            throw new Win32Exception();
        SetOptions(descriptor, address, options);
        if (address.UnixPath is [not '@', ..])
            RemoveUnixPath(address.UnixPath);
        fixed (byte* bytes = address.KernelBytes)
        {
            if (Libc.Bind(descriptor, bytes, (uint)address.KernelBytes.Length) == 0
                && Libc.Listen(descriptor, options.Backlog) == 0)
            {
                return descriptor;
            }
        }

        var error = Marshal.GetLastPInvokeError();
        _ = Libc.Close(descriptor);
        var reason = Marshal.GetPInvokeErrorMessage(error);
        throw new Win32Exception(error, $"cannot listen on {address}: {reason}");
    }

    private static void SetOptions(int descriptor, NetworkAddress address, ListenOptions options)
    {
        if (address.UnixPath is not null)
            return;
        SocketOptions.TrySet(descriptor, LinuxConstants.LevelSocket, LinuxConstants.OptionReuseAddress, 1);
        if (options.ReusePort)
            SocketOptions.TrySet(descriptor, LinuxConstants.LevelSocket, LinuxConstants.OptionReusePort, 1);
        SocketOptions.SetForeignAddress(
            descriptor, address.IsIPv6, options.IsTransparent, options.IsFreeBind);
        if (address.IsIPv6)
        {
            var only = options.AcceptsIPv4OnIPv6 ? 0 : 1;
            SocketOptions.TrySet(descriptor, LinuxConstants.LevelIpv6, LinuxConstants.OptionIpv6Only, only);
        }

        // Accepted sockets inherit TCP_NODELAY and the keep-alive settings: one call instead of one per accept.
        SocketOptions.TrySet(descriptor, LinuxConstants.LevelTcp, LinuxConstants.OptionNoDelay, 1);
        if (options.KeepAlive is { } keepAlive)
            SocketOptions.SetKeepAlive(descriptor, keepAlive);
    }

    private static void RemoveUnixPath(string path)
    {
        fixed (byte* bytes = Encoding.UTF8.GetBytes(path + "\0"))
            _ = Libc.Unlink(bytes);
    }

    private static int OpenSpare()
    {
        fixed (byte* path = "/dev/null\0"u8)
            return Libc.Open(path, LinuxConstants.OpenReadOnly | LinuxConstants.OpenCloseOnExec);
    }

    private bool AcceptOne()
    {
        var descriptor = Accept(out var peer);
        if (descriptor < 0)
            return HandleAcceptError(Marshal.GetLastPInvokeError());
        SocketConnection connection;
        try
        {
            connection = new SocketConnection(Loop, descriptor, peer, isWritable: true);
        }
        catch (Win32Exception fault)
        {
            _ = Libc.Close(descriptor);
            Loop.ReportFault(fault);
            return true;
        }

        try
        {
            _handler.OnAccepted(this, connection);
        }
        catch (Exception fault)
        {
            Loop.ReportFault(fault);
            connection.Close();
        }

        return true;
    }

    private int Accept(out NetworkAddress? peer)
    {
        var storage = stackalloc byte[NetworkAddress.KernelBytesMax];
        uint length = NetworkAddress.KernelBytesMax;
        var flags = LinuxConstants.SocketNonBlocking | LinuxConstants.SocketCloseOnExec;
        var descriptor = Libc.Accept(Descriptor, storage, &length, flags);
        peer = descriptor < 0
            ? null
            : NetworkAddress.FromKernel(new ReadOnlySpan<byte>(storage, (int)length));
        return descriptor;
    }

    /// <summary>Returns whether to go on accepting.</summary>
    private bool HandleAcceptError(int error)
    {
        switch (error)
        {
            case Errno.TryAgain:
                return false;
            case Errno.Interrupted or Errno.ConnectionAborted or Errno.ProtocolError:
                return true;
            case Errno.TooManyFiles or Errno.TooManyFilesInSystem or Errno.NoBufferSpace or Errno.OutOfMemory:
                Shed();
                Pause();
                return false;
            default:
                Loop.ReportFault(new Win32Exception(error, $"cannot accept on {Address}"));
                Pause();
                return false;
        }
    }

    private void Shed()
    {
        if (_spareDescriptor < 0)
            return;
        _ = Libc.Close(_spareDescriptor);
        var descriptor = Accept(out _);
        if (descriptor >= 0)
        {
            ShedCount++;
            SocketOptions.SetResetOnClose(descriptor);
            _ = Libc.Close(descriptor);
        }

        _spareDescriptor = OpenSpare();
    }

    private void Pause()
    {
        Loop.Unwatch(this);
        _isWatched = false;
        Loop.Schedule(_resumeTimer, Loop.NowMs + PauseMs);
    }

    private void Resume()
    {
        if (_isWatched || Descriptor < 0)
            return;
        if (_spareDescriptor < 0)
            _spareDescriptor = OpenSpare();
        Loop.Watch(this, EpollEvents.Readable);
        _isWatched = true;
    }
}
