using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Outrigger.Proxy.Tests.DataPath;

/// <summary>An endpoint that does on each connection what a script says.</summary>
internal sealed class ScriptedBackend : IDisposable
{
    private readonly Socket _listener;
    private readonly ConcurrentBag<Wire> _wires = [];

    public ScriptedBackend(Func<Wire, Task> script)
    {
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _ = AcceptAsync(script);
    }

    public IPEndPoint EndPoint { get; }

    public int ConnectionsCount => _wires.Count;

    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<Exception> Faults { get; } = new();

    /// <summary>Answers every request of every connection with one response.</summary>
    public static ScriptedBackend Answering(string response) => Answering(_ => response);

    public static ScriptedBackend Answering(Func<string, string> respond)
    {
        ScriptedBackend backend = null!;
        backend = new ScriptedBackend(async wire =>
        {
            while (true)
            {
                string request;
                try
                {
                    request = await wire.ReceiveMessageAsync();
                }
                catch (EndOfStreamException)
                {
                    return;
                }

                backend.Requests.Enqueue(request);
                await wire.SendAsync(respond(request));
            }
        });
        return backend;
    }

    public static string Ok(string body, string headers = "") =>
        $"HTTP/1.1 200 OK\r\ncontent-length: {body.Length}\r\n{headers}\r\n{body}";

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var wire in _wires)
            wire.Dispose();
    }

    private async Task AcceptAsync(Func<Wire, Task> script)
    {
        try
        {
            while (true)
            {
                var wire = new Wire(await _listener.AcceptAsync());
                _wires.Add(wire);
                _ = RunAsync(script, wire);
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The test has ended.
            return;
        }
    }

    private async Task RunAsync(Func<Wire, Task> script, Wire wire)
    {
        try
        {
            await script(wire);
        }
        catch (Exception fault)
        {
            Faults.Enqueue(fault);
        }
        finally
        {
            wire.Dispose();
        }
    }
}
