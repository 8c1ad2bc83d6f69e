using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Outrigger.Bench.Measuring;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench.Loads;

/// <summary>
/// HTTP/1.1 requests at a constant rate, whatever the answers do (an open loop). A request that is due while all
/// connections are busy waits for one, and the wait counts as its latency.
/// </summary>
internal sealed partial class ConstantRateLoad(int connections, int requestsPerSecond) : ILoad
{
    private const int TimerSlack = 29;

    private const short Readable = 1;

    private static readonly byte[] Request = Encoding.ASCII.GetBytes(
        $"GET /productpage?u=normal HTTP/1.1\r\nHost: {ProxyTask.Host}\r\nUser-Agent: bench/1.0\r\nAccept: */*\r\n"
        + "Accept-Encoding: gzip, deflate\r\nCookie: session=0123456789abcdef\r\n\r\n");

    private readonly byte[] _buffer = new byte[16384];
    private readonly List<long> _latencies = [];
    private long _failures;

    public LoadResult Run(int port, int seconds)
    {
        // The kernel may otherwise wake us 50 µs late, which is as much as a proxy takes.
        _ = ProcessControl(TimerSlack, 1, 0, 0, 0);
        var links = Enumerable.Range(0, connections).Select(_ => new Link(Connect(port))).ToArray();
        Drive(links, seconds);
        foreach (var link in links) link.Socket.Dispose();
        var milliseconds = _latencies.Select(ticks => ticks * 1000.0 / Stopwatch.Frequency).Order().ToArray();
        return new LoadResult(
            milliseconds.Length, _failures, seconds, Samples.Percentile(milliseconds, 50),
            Samples.Percentile(milliseconds, 99));
    }

    private void Drive(Link[] links, int seconds)
    {
        var polls = links.Select(link => new PollDescriptor { Descriptor = (int)link.Socket.Handle, Events = Readable })
            .ToArray();
        var idle = new Stack<int>(Enumerable.Range(0, links.Length));
        var interval = (double)Stopwatch.Frequency / requestsPerSecond;
        var total = (long)requestsPerSecond * seconds;
        var start = Stopwatch.GetTimestamp();
        long sent = 0, answered = 0;
        // Whoever has not answered two seconds after the last request was due never will.
        var deadline = start + (long)(total * interval) + 2 * Stopwatch.Frequency;
        while (answered < total)
        {
            var now = Stopwatch.GetTimestamp();
            if (now > deadline) break;
            for (; sent < total && idle.Count > 0 && start + (long)(sent * interval) <= now; sent++)
            {
                links[idle.Pop()].Send(start + (long)(sent * interval));
            }
            var isWaitingForTime = sent < total && idle.Count > 0;
            Poll(polls, isWaitingForTime ? start + (long)(sent * interval) : now + Stopwatch.Frequency / 10);
            for (var i = 0; i < polls.Length; i++)
            {
                if (polls[i].Returned == 0) continue;
                if (!Receive(links[i])) continue;
                answered++;
                idle.Push(i);
            }
        }
        _failures += total - answered;
    }

    /// <summary>Takes what came; true when the answer is whole.</summary>
    private bool Receive(Link link)
    {
        var count = link.Socket.Receive(_buffer);
        if (count == 0) throw new InvalidOperationException("a connection was closed under constant load");
        if (link.BytesLeft == 0) link.BytesLeft = AnswerBytes(_buffer.AsSpan(0, count));
        link.BytesLeft -= count;
        if (link.BytesLeft > 0) return false;
        _latencies.Add(Stopwatch.GetTimestamp() - link.DueAt);
        return true;
    }

    /// <summary>How long the answer is whose beginning this is: the backend's heads come in one piece.</summary>
    private int AnswerBytes(ReadOnlySpan<byte> start)
    {
        if (!start.StartsWith("HTTP/1.1 200"u8)) _failures++;
        var head = start.IndexOf("\r\n\r\n"u8);
        var text = Encoding.ASCII.GetString(start[..head]);
        var at = text.IndexOf("content-length: ", StringComparison.OrdinalIgnoreCase) + "content-length: ".Length;
        return head + 4 + int.Parse(text.AsSpan(at).ToString().Split('\r')[0]);
    }

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private static void Poll(PollDescriptor[] polls, long until)
    {
        var left = Math.Max(0, until - Stopwatch.GetTimestamp());
        var nanoseconds = (long)(left * (1e9 / Stopwatch.Frequency));
        var time = new TimeSpec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        foreach (ref var poll in polls.AsSpan()) poll.Returned = 0;
        _ = PollUntil(polls, (nuint)polls.Length, in time, 0);
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
