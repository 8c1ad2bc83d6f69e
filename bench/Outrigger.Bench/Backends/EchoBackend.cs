using System.Net;
using System.Net.Sockets;
using Outrigger.Bench.Loads;

namespace Outrigger.Bench.Backends;

/// <summary>Takes a message of a fixed size and answers with one as long, on a thread per connection.</summary>
internal sealed class EchoBackend : IDisposable
{
    private readonly List<Socket> _listeners = [];

    public EchoBackend(IReadOnlyList<string> addresses)
    {
        foreach (var address in addresses)
        {
            var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _listeners.Add(listener);
            listener.Bind(IPEndPoint.Parse(address));
            listener.Listen(512);
            new Thread(() => Accept(listener)) { IsBackground = true }.Start();
        }
    }

    public void Dispose()
    {
        foreach (var listener in _listeners) listener.Dispose();
    }

    private static void Accept(Socket listener)
    {
        try
        {
            while (true)
            {
                var connection = listener.Accept();
                new Thread(() => Serve(connection)) { IsBackground = true }.Start();
            }
        }
        catch (SocketException)
        {
            // The listener was closed: the scenario is over.
        }
    }

    private static void Serve(Socket connection)
    {
        using var stream = new MessageStream(connection);
        while (stream.TryReceive() && stream.TrySend())
        {
        }
    }
}
