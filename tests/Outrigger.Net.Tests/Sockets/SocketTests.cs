using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;

namespace Outrigger.Net.Tests.Sockets;

public class SocketTests
{
    private static readonly NetworkAddress AnyLoopbackPort = NetworkAddress.FromIp(IPAddress.Loopback, 0);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Accept_serves_many_connections(string address)
    {
        using var thread = new LoopThread();
        var server = new EchoServer(thread, NetworkAddress.FromIp(IPAddress.Parse(address), 0));
        var clients = Enumerable.Range(0, 100).Select(_ => Connect(server.EndPoint)).ToList();
        for (var index = 0; index < clients.Count; index++)
            Assert.Equal([(byte)index, 1, 2], Exchange(clients[index], [(byte)index, 1, 2]));
        clients.ForEach(client => client.Dispose());

        thread.WaitUntil(() => server.Ended == 100, "all connections end");
        Assert.Equal(0, thread.Run(() => thread.Loop.Buffers.RentedCount));
        Assert.Empty(thread.Faults);
    }

    [Fact]
    public void Accept_on_a_unix_socket_and_its_file_goes_with_the_listener()
    {
        using var thread = new LoopThread();
        var path = Path.Combine(Path.GetTempPath(), $"outrigger-{Guid.NewGuid():N}.sock");
        var server = new EchoServer(thread, NetworkAddress.FromUnixPath(path));
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(path));
        Assert.Equal([1, 2, 3], Exchange(client, [1, 2, 3]));
        thread.Run(server.Listener.Close);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Accept_by_several_loops_on_one_port()
    {
        using var first = new LoopThread();
        using var second = new LoopThread();
        var server = new EchoServer(first);
        var other = new EchoServer(second, server.Listener.Address);
        var clients = Enumerable.Range(0, 200).Select(_ => Connect(server.EndPoint)).ToList();
        foreach (var client in clients)
            Assert.Equal([7], Exchange(client, [7]));
        clients.ForEach(client => client.Dispose());
        Assert.Equal(200, server.Accepted + other.Accepted);
        Assert.True(server.Accepted > 20 && other.Accepted > 20, "The kernel shares connections out.");
    }

    [Fact]
    public void Accept_on_an_address_in_use_says_so()
    {
        using var thread = new LoopThread();
        using var occupied = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        occupied.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        occupied.Listen();
        var address = NetworkAddress.FromIp(IPAddress.Loopback, ((IPEndPoint)occupied.LocalEndPoint!).Port);
        var fault = Assert.Throws<AggregateException>(() => new EchoServer(thread, address));
        Assert.Contains(address.ToString(), Assert.IsType<Win32Exception>(fault.InnerException).Message);
    }

    [Fact]
    public void Drop_a_handler_that_throws_loses_its_connection_only()
    {
        using var thread = new LoopThread();
        var handler = new ThrowingHandler();
        var listener = thread.Run(() =>
            new SocketListener(thread.Loop, AnyLoopbackPort, new ListenOptions(), handler));
        using var client = Connect(new IPEndPoint(IPAddress.Loopback, listener.Address.Port));
        Assert.Equal(0, client.Receive(new byte[1]));
        var server = new EchoServer(thread);
        using var other = Connect(server.EndPoint);
        Assert.Equal([9], Exchange(other, [9]));
        Assert.Single(thread.Faults);
    }

    [Fact]
    public async Task Drop_a_large_echo_waits_for_a_slow_reader()
    {
        using var thread = new LoopThread();
        var server = new EchoServer(thread);
        using var client = Connect(server.EndPoint);
        var data = new byte[8 * 1024 * 1024];
        new Random(1).NextBytes(data);
        var sending = Task.Run(() => client.Send(data), TestContext.Current.CancellationToken);
        var received = new byte[data.Length];
        for (var count = 0; count < received.Length;)
        {
            var read = client.Receive(received.AsSpan(count, Math.Min(50_000, received.Length - count)));
            Assert.NotEqual(0, read);
            count += read;
        }

        Assert.Equal(data.Length, await sending);
        Assert.True(data.AsSpan().SequenceEqual(received));
    }

    [Fact]
    public void Drop_half_close_is_seen_and_the_other_direction_goes_on()
    {
        using var thread = new LoopThread();
        var server = new EchoServer(thread);
        using var client = Connect(server.EndPoint);
        client.Send([1, 2, 3]);
        client.Shutdown(SocketShutdown.Send);
        var received = new byte[10];
        var count = client.Receive(received);
        Assert.Equal([1, 2, 3], received[..count]);
        Assert.Equal(0, client.Receive(received));
        thread.WaitUntil(() => server.Ended == 1, "the connection ends");
    }

    [Fact]
    public async Task Timeout_of_a_read_leaves_the_connection_usable()
    {
        var time = new FakeTimeProvider();
        using var thread = new LoopThread(time);
        var (client, connection) = ConnectPair(thread);
        using var _ = client;
        var wait = thread.Start(async () => await connection.ReadableAsync(thread.Loop.NowMs + 5_000));
        thread.Run(() => { });
        Assert.False(wait.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        thread.Run(() => { });
        Assert.Equal(WaitResult.TimedOut, await wait.InTime());

        var again = thread.Start(async () => await connection.ReadableAsync(thread.Loop.NowMs + 5_000));
        client.Send([1]);
        Assert.Equal(WaitResult.Ready, await again.InTime());
    }

    [Fact]
    public async Task Timeout_is_moved_by_every_wait_though_the_timer_is_lazy()
    {
        var time = new FakeTimeProvider();
        using var thread = new LoopThread(time);
        var (client, connection) = ConnectPair(thread);
        using var _ = client;
        for (var round = 0; round < 5; round++)
        {
            var wait = thread.Start(async () => await connection.ReadableAsync(thread.Loop.NowMs + 1_000));
            thread.Run(() => { });
            time.Advance(TimeSpan.FromMilliseconds(900));
            thread.Run(() => { });
            Assert.False(wait.IsCompleted);
            client.Send([1]);
            Assert.Equal(WaitResult.Ready, await wait.InTime());
            thread.Run(() => connection.TryRead(new byte[10], out var _));
        }
    }

    [Fact]
    public async Task Stop_resumes_whoever_waits()
    {
        var thread = new LoopThread();
        var (client, connection) = ConnectPair(thread);
        using var _ = client;
        var wait = thread.Start(async () => await connection.ReadableAsync(long.MaxValue));
        thread.Run(() => { });
        thread.Dispose();
        Assert.Equal(WaitResult.Closed, await wait.InTime());
        Assert.Equal(0, client.Receive(new byte[1]));
    }

    [Fact]
    public async Task Drop_closing_resumes_both_waiters_and_cancelling_keeps_the_connection()
    {
        using var thread = new LoopThread();
        var (client, connection) = ConnectPair(thread);
        using var _ = client;
        var cancelled = thread.Start(async () => await connection.ReadableAsync(long.MaxValue));
        thread.Run(connection.CancelReadable);
        Assert.Equal(WaitResult.Cancelled, await cancelled.InTime());
        var closed = thread.Start(async () => await connection.ReadableAsync(long.MaxValue));
        thread.Run(connection.Close);
        Assert.Equal(WaitResult.Closed, await closed.InTime());
        Assert.Equal(IoStatus.Failed, thread.Run(() => connection.TryWrite([1], out int _)));
    }

    [Fact]
    public void Drop_the_observer_hears_of_a_hangup_nobody_waits_for()
    {
        using var thread = new LoopThread();
        var (client, connection) = ConnectPair(thread);
        var observer = new RecordingObserver();
        thread.Run(() => connection.Observer = observer);
        client.Dispose();
        thread.WaitUntil(() => observer.Hangups == 1, "the hangup is observed");
        Assert.True(thread.Run(() => connection.HasHangup));
    }

    [Fact]
    public async Task Connect_to_a_closed_port_fails_with_the_systems_reason()
    {
        using var thread = new LoopThread();
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = NetworkAddress.FromIp(IPAddress.Loopback, ((IPEndPoint)probe.LocalEndPoint!).Port);
        var result = await thread.Start(() => Connector.ConnectAsync(thread.Loop, address, new ConnectOptions()))
            .InTime();
        Assert.Null(result.Connection);
        Assert.Equal(ConnectFailure.Refused, result.Failure);
        Assert.Equal(111, result.Error);
    }

    [Fact]
    public async Task Connect_times_out_when_nobody_answers()
    {
        var time = new FakeTimeProvider();
        using var thread = new LoopThread(time);
        // A listener whose queue is full answers no more connection attempts.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var address = NetworkAddress.FromIp(IPAddress.Loopback, ((IPEndPoint)full.LocalEndPoint!).Port);
        var attempts = Enumerable.Range(0, 8).Select(_ => thread.Start(() =>
            Connector.ConnectAsync(thread.Loop, address, new ConnectOptions { TimeoutMs = 1_000 }))).ToList();
        thread.Run(() => { });
        time.Advance(TimeSpan.FromSeconds(1));
        thread.Run(() => { });
        var results = await Task.WhenAll(attempts).InTime();
        Assert.Contains(results, result => result is { Connection: null, Failure: ConnectFailure.TimedOut });
    }

    [Fact]
    public async Task Connect_from_a_given_source_address()
    {
        using var thread = new LoopThread();
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var address = NetworkAddress.FromIp(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndPoint!).Port);
        var options = new ConnectOptions { Source = NetworkAddress.FromIp(IPAddress.Parse("127.0.0.6"), 0) };
        var result = await thread.Start(() => Connector.ConnectAsync(thread.Loop, address, options))
            .InTime();
        Assert.NotNull(result.Connection);
        using var accepted = listener.Accept();
        Assert.Equal("127.0.0.6", ((IPEndPoint)accepted.RemoteEndPoint!).Address.ToString());
        Assert.Equal("127.0.0.6", thread.Run(() => result.Connection.LocalAddress!.Ip!.ToString()));
    }

    [Fact]
    public void Allocation_an_echo_allocates_nothing_once_warm()
    {
        using var thread = new LoopThread();
        var server = new EchoServer(thread) { EchoesPerReset = 1_000 };
        using var client = Connect(server.EndPoint);
        for (var round = 0; round < 20_000; round++)
            Assert.Equal(1, client.Send([1]) * client.Receive(new byte[1]));
        var allocated = thread.Run(() => GC.GetAllocatedBytesForCurrentThread() - server.AllocatedBytes);
        // The measuring itself posts one action; an echo of even one byte per round would show as 19,000.
        Assert.True(allocated < 2_000, $"{allocated} bytes were allocated over 19,000 echoes.");
    }

    private static Socket Connect(IPEndPoint endPoint)
    {
        var client = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.ReceiveTimeout = (int)LoopThread.Patience.TotalMilliseconds;
        client.Connect(endPoint);
        return client;
    }

    private static byte[] Exchange(Socket client, byte[] data)
    {
        client.Send(data);
        var received = new byte[data.Length];
        for (var count = 0; count < received.Length;)
        {
            var read = client.Receive(received.AsSpan(count));
            Assert.NotEqual(0, read);
            count += read;
        }

        return received;
    }

    private static (Socket Client, SocketConnection Connection) ConnectPair(LoopThread thread)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var address = NetworkAddress.FromIp(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndPoint!).Port);
        var attempt = thread.Start(() => Connector.ConnectAsync(thread.Loop, address, new ConnectOptions()));
        var client = listener.Accept();
        client.ReceiveTimeout = (int)LoopThread.Patience.TotalMilliseconds;
        Assert.True(attempt.Wait(LoopThread.Patience));
        return (client, attempt.Result.Connection!);
    }

    private sealed class ThrowingHandler : IAcceptHandler
    {
        public void OnAccepted(SocketListener listener, SocketConnection connection) =>
            throw new InvalidOperationException("broken");
    }

    private sealed class RecordingObserver : IReadinessObserver
    {
        public int Hangups { get; private set; }

        public void OnUnawaitedEvent(StreamConnection connection, bool isHangup)
        {
            if (isHangup)
                Hangups++;
        }
    }
}
