using System.Net;
using System.Net.Sockets;

namespace Outrigger.Proxy.Tests.DataPath.Http2;

/// <summary>Answers the end of each request with the bytes that a script gives, each connection on its thread.</summary>
internal sealed class RawBackend : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Func<int, int, byte[]> _answer;
    private readonly byte[] _settings;
    private int _connectionsCount;

    /// <param name="answer">Gets the number of the connection, from 1, and the stream.</param>
    /// <param name="settings">The payload of the SETTINGS frame.</param>
    public RawBackend(Func<int, int, byte[]> answer, params byte[] settings)
    {
        _answer = answer;
        _settings = settings;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1000);
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    public int ConnectionsCount => Volatile.Read(ref _connectionsCount);

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var socket = _listener.Accept();
                var number = Interlocked.Increment(ref _connectionsCount);
                new Thread(() => Serve(socket, number)) { IsBackground = true }.Start();
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test has ended, between two connections or while one was awaited.
            return;
        }
    }

    private void Serve(Socket socket, int number)
    {
        using var frames = new RawFrames(socket);
        try
        {
            frames.Send(RawFrames.Frame(RawFrames.Settings, 0, 0, _settings));
            if (!frames.TrySkipPreface())
                return;
            while (frames.TryReceive(out var frame))
            {
                if (frame.Type == RawFrames.Settings && (frame.Flags & 1) == 0)
                    frames.Send(RawFrames.Frame(RawFrames.Settings, 1, 0, default));
                else if (frame.EndsStream)
                    frames.Send(_answer(number, frame.StreamId));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The proxy has gone.
            return;
        }
    }
}
