using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Outrigger.Bench.Measuring;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench.Loads;

/// <summary>
/// HTTP/1.1 requests at a constant rate, whatever the answers do (an open loop), on connections that stay open. A
/// request that is due while all connections are busy waits for one, and the wait counts as its latency. It makes no
/// garbage while it runs: a collection would delay the requests that fall due meanwhile.
/// </summary>
internal sealed partial class ConstantRateLoad : IDisposable
{
    private const int TimerSlack = 29;

    private const short Readable = 1;

    private static readonly byte[] Request = Encoding.ASCII.GetBytes(
        $"GET /productpage?u=normal HTTP/1.1\r\nHost: {ProxyTask.Host}\r\nUser-Agent: bench/1.0\r\nAccept: */*\r\n"
        + "Accept-Encoding: gzip, deflate\r\nCookie: session=0123456789abcdef\r\n\r\n");

    private readonly byte[] _buffer = new byte[16384];
    private readonly Link[] _links;
    private readonly PollDescriptor[] _polls;
    private readonly Stack<int> _idle;
    private long[] _latencies = [];
    private long _failures;

    /// <summary>Connects.</summary>
    /// <param name="port">Where to, on 127.0.0.1.</param>
    /// <param name="connections">How many requests may be under way at once.</param>
    public ConstantRateLoad(int port, int connections)
    {
        // The kernel may otherwise wake us 50 µs late, which is as much as a proxy takes.
        _ = ProcessControl(TimerSlack, 1, 0, 0, 0);
        _links = [.. Enumerable.Range(0, connections).Select(_ => new Link(Connect(port)))];
        _polls =
        [
            .. _links.Select(link => new PollDescriptor { Descriptor = (int)link.Socket.Handle, Events = Readable }),
        ];
        _idle = new Stack<int>(Enumerable.Range(0, connections));
    }

    /// <summary>Drives the load for a while, and waits for the last answer.</summary>
    /// <param name="requestsPerSecond">The rate.</param>
    /// <param name="milliseconds">How long.</param>
    public LoadResult Run(int requestsPerSecond, int milliseconds)
    {
        var total = requestsPerSecond * milliseconds / 1000;
        if (_latencies.Length < total) _latencies = new long[total];
        _failures = 0;
        var answered = Drive(total, (double)Stopwatch.Frequency / requestsPerSecond);
        var sorted = _latencies[..answered].Order().Select(ticks => ticks * 1000.0 / Stopwatch.Frequency).ToArray();
        return new LoadResult(
            answered, _failures + total - answered, milliseconds / 1000.0, Samples.Percentile(sorted, 50),
            Samples.Percentile(sorted, 99));
    }

    public void Dispose()
    {
        foreach (var link in _links) link.Socket.Dispose();
    }

    private int Drive(int total, double interval)
    {
        var start = Stopwatch.GetTimestamp();
        int sent = 0, answered = 0;
        // Whoever has not answered two seconds after the last request was due never will.
        var deadline = start + (long)(total * interval) + 2 * Stopwatch.Frequency;
        while (answered < total)
        {
            var now = Stopwatch.GetTimestamp();
            if (now > deadline) break;
            for (; sent < total && _idle.Count > 0 && start + (long)(sent * interval) <= now; sent++)
            {
                _links[_idle.Pop()].Send(start + (long)(sent * interval));
            }
            var isWaitingForTime = sent < total && _idle.Count > 0;
            Poll(isWaitingForTime ? start + (long)(sent * interval) : now + Stopwatch.Frequency / 10);
            for (var i = 0; i < _polls.Length; i++)
            {
                if (_polls[i].Returned == 0 || !Receive(_links[i])) continue;
                _latencies[answered++] = Stopwatch.GetTimestamp() - _links[i].DueAt;
                _idle.Push(i);
            }
        }
        return answered;
    }

    /// <summary>Takes what came; true when the answer is whole.</summary>
    private bool Receive(Link link)
    {
        var count = link.Socket.Receive(_buffer);
        if (count == 0) throw new InvalidOperationException("a connection was closed under constant load");
        if (link.BytesLeft == 0) link.BytesLeft = AnswerBytes(_buffer.AsSpan(0, count));
        link.BytesLeft -= count;
        return link.BytesLeft <= 0;
    }

    /// <summary>How long the answer is whose beginning this is: the backend's heads come in one piece.</summary>
    private int AnswerBytes(ReadOnlySpan<byte> start)
    {
        var field = "content-length: "u8;
        if (!start.StartsWith("HTTP/1.1 200"u8)) _failures++;
        var head = start[..start.IndexOf("\r\n\r\n"u8)];
        var line = head;
        while (line.Length < field.Length || !Ascii.EqualsIgnoreCase(line[..field.Length], field))
        {
            line = line[(line.IndexOf((byte)'\n') + 1)..];
        }
        if (!Utf8Parser.TryParse(line[field.Length..], out int bytes, out _)) _failures++;
        return head.Length + "\r\n\r\n".Length + bytes;
    }

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private void Poll(long until)
    {
        var left = Math.Max(0, until - Stopwatch.GetTimestamp());
        var nanoseconds = (long)(left * (1e9 / Stopwatch.Frequency));
        var time = new TimeSpec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        foreach (ref var poll in _polls.AsSpan()) poll.Returned = 0;
        _ = PollUntil(_polls, (nuint)_polls.Length, in time, 0);
    }

    private sealed class Link(Socket socket)
    {
        public Socket Socket { get; } = socket;

        public long DueAt { get; private set; }

        public int BytesLeft { get; set; }

        public void Send(long dueAt)
        {
            DueAt = dueAt;
            Socket.Send(Request);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static partial int PollUntil([In, Out] PollDescriptor[] polls, nuint count, in TimeSpec time, nint mask);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint second, nuint third, nuint fourth, nuint fifth);
}
