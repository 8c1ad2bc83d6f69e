using System.Net;
using System.Net.Sockets;
using Outrigger.Proxy.Logging;

namespace Outrigger.Proxy.Admin;

/// <summary>
/// Serves the administration paths over HTTP/1.1, on ordinary threads of the runtime and far from the
/// workers, so that no scrape ever waits for traffic or holds it up.
/// </summary>
internal sealed class AdminServer : IDisposable
{
    /// <summary>More connections at once wait in the kernel's queue.</summary>
    private const int ConnectionsMax = 64;

    private readonly Socket _listener;
    private readonly AdminRouter _router;
    private readonly EventLog _log;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _places = new(ConnectionsMax);
    private readonly string? _unixPath;

    /// <summary>Opens the address; <see cref="Start"/> begins to serve.</summary>
    /// <exception cref="SocketException">The system refuses the address.</exception>
    public AdminServer(NetworkAddress address, AdminRouter router, EventLog log, TimeProvider time)
    {
        _router = router;
        _log = log;
        _time = time;
        _unixPath = address.UnixPath;
        EndPoint endPoint = address.Ip is { } ip
            ? new IPEndPoint(ip, address.Port)
            : new UnixDomainSocketEndPoint(address.UnixPath!.StartsWith('@')
                ? "\0" + address.UnixPath[1..]
                : address.UnixPath);
        ProtocolType protocol = address.Ip is null ? ProtocolType.Unspecified : ProtocolType.Tcp;
        _listener = new Socket(endPoint.AddressFamily, SocketType.Stream, protocol);
        try
        {
            RemoveStaleSocket();
            _listener.Bind(endPoint);
            _listener.Listen();
        }
        catch (SocketException)
        {
            _listener.Dispose();
            throw;
        }
    }

    /// <summary>Where it listens, with the real port where 0 was asked for.</summary>
    public EndPoint LocalEndPoint => _listener.LocalEndPoint!;

    /// <summary>Begins to serve.</summary>
    public void Start() => _ = AcceptAllAsync();

    /// <summary>Stops serving; requests in progress may still be answered.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        _listener.Dispose();
        RemoveStaleSocket();
    }

    private void RemoveStaleSocket()
    {
        if (_unixPath is not null && !_unixPath.StartsWith('@'))
        {
            File.Delete(_unixPath);
        }
    }

    private async Task AcceptAllAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                await _places.WaitAsync(_ended.Token);
                Socket socket = await _listener.AcceptAsync(_ended.Token);
                _ = ServeAsync(socket);
            }
            catch (Exception exception) when (_ended.IsCancellationRequested
                && exception is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // Out of descriptors, say: the connection is lost, the server goes on.
                _places.Release();
                _log.Warning("admin", "a connection could not be accepted", ("reason", exception.Message));
                await Task.Delay(TimeSpan.FromMilliseconds(100), _time);
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            using (socket)
            {
                await new AdminConnection(socket, _router, _time).ServeAsync(_ended.Token);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            _log.Debug("admin", "a connection ended", ("reason", exception.Message));
        }
        catch (Exception exception)
        {
            _log.Error("admin", "a connection failed", ("exception", exception));
        }
        finally
        {
            _places.Release();
        }
    }
}
