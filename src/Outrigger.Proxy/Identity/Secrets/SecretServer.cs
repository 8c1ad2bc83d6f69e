using System.Net.Sockets;
using Outrigger.Proxy.Logging;

namespace Outrigger.Proxy.Identity.Secrets;

/// <summary>
/// Gives the workload's identity to other programs of the workload, such as an Envoy beside it: the service
/// <c>envoy.service.secret.v3.SecretDiscoveryService</c> over HTTP/2 on a Unix socket that only the proxy's own
/// user may open. On threads of the control side.
/// </summary>
internal sealed class SecretServer : IDisposable
{
    private const int ConnectionsMax = 16;

    private readonly Socket _listener;
    private readonly string _path;
    private readonly WorkloadIdentity _identity;
    private readonly EventLog _log;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _places = new(ConnectionsMax);

    /// <summary>Opens the socket; <see cref="Start"/> begins to serve.</summary>
    /// <exception cref="SocketException">The system refuses the path.</exception>
    /// <exception cref="IOException">The path is taken by something else.</exception>
    public SecretServer(string path, WorkloadIdentity identity, EventLog log, TimeProvider time)
    {
        _path = path;
        _identity = identity;
        _log = log;
        _time = time;
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(path);
            _listener.Bind(new UnixDomainSocketEndPoint(path));
            // Nobody can connect before it listens, and by then it is closed to others.
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            _listener.Listen();
        }
        catch
        {
            _listener.Dispose();
            throw;
        }
    }

    /// <summary>Begins to serve.</summary>
    public void Start()
    {
        _log.Info("identity", "serving secrets to others", ("socket", _path));
        _ = AcceptAllAsync();
    }

    /// <summary>Ends all connections and removes the socket.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        _listener.Dispose();
        File.Delete(_path);
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
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                _places.Release();
                _log.Warning("identity", "a client of secrets was not accepted", ("reason", exception.Message));
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = new SecretConnection(socket, _identity, _time, _log);
        _identity.Changed += connection.Wake;
        try
        {
            await connection.RunAsync(_ended.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            _log.Debug("identity", "a client of secrets has gone", ("reason", exception.Message));
        }
        catch (Exception exception)
        {
            _log.Error("identity", "a client of secrets failed by our fault", ("exception", exception));
        }
        finally
        {
            _identity.Changed -= connection.Wake;
            _places.Release();
        }
    }
}
