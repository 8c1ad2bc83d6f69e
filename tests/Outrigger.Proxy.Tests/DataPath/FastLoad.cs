using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Outrigger.Proxy.Tests.DataPath;

/// <summary>Many requests over kept connections: one thread writes one on each, then reads one answer from each.</summary>
internal sealed class FastLoad : IDisposable
{
    private readonly List<Socket> _sockets = [];
    private readonly byte[] _request;
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>Opens the connections; further header lines end with CR and LF each.</summary>
    public FastLoad(IPEndPoint endPoint, int connections, string headers = "")
    {
        _request = Encoding.Latin1.GetBytes(
            $"GET /some/path?q=1 HTTP/1.1\r\nhost: example.com\r\nuser-agent: load\r\naccept: */*\r\n{headers}\r\n");
        for (var index = 0; index < connections; index++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.ReceiveTimeout = (int)ProxyHarness.Patience.TotalMilliseconds;
            socket.Connect(endPoint);
            _sockets.Add(socket);
        }
    }

    public void Run(int requestsEach)
    {
        for (var round = 0; round < requestsEach; round++)
        {
            foreach (var socket in _sockets)
                socket.Send(_request);
            foreach (var socket in _sockets)
                ReceiveAnswer(socket);
        }
    }

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private void ReceiveAnswer(Socket socket)
    {
        var count = 0;
        while (!_buffer.AsSpan(0, count).EndsWith(FastBackend.Content))
        {
            var read = socket.Receive(_buffer.AsSpan(count));
            Assert.NotEqual(0, read);
            count += read;
        }

        Assert.True(_buffer.AsSpan(0, count).StartsWith("HTTP/1.1 200 OK\r\n"u8));
    }
}

/// <summary>Answers every request at once, each connection on a thread of its own.</summary>
internal sealed class FastBackend : IDisposable
{
    private static readonly byte[] Response = [.. "HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n"u8, .. Content];

    private readonly Socket _listener;

    public FastBackend()
    {
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1000);
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public static ReadOnlySpan<byte> Content => "content"u8;

    public IPEndPoint EndPoint { get; }

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var socket = _listener.Accept();
                socket.NoDelay = true;
                new Thread(() => Serve(socket)) { IsBackground = true }.Start();
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test has ended.
            return;
        }
    }

    private static void Serve(Socket socket)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (socket.Receive(buffer) > 0)
                socket.Send(Response);
        }
        catch (SocketException)
        {
            // The proxy has gone.
            return;
        }
        finally
        {
            socket.Dispose();
        }
    }
}
