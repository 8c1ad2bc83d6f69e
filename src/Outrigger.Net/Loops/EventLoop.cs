using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Outrigger.Net.Buffers;
using Outrigger.Net.Native;
using Outrigger.Net.Sockets;
using Outrigger.Net.Timers;

namespace Outrigger.Net.Loops;

/// <summary>
/// One thread, one epoll, one timer wheel. Connections, timers and buffers of a loop are touched by its
/// thread alone; from elsewhere only <see cref="Post(Action{object}, object)"/> and <see cref="Stop"/> may be
/// called. A round is: wait for events, read the clock, hand events to their sources, run deferred
/// continuations, expire timers. Code that throws loses its connection, never the loop.
/// </summary>
public sealed unsafe class EventLoop : IDisposable
{
    private const int EventsMax = 256;
    private const int SmallBufferBytes = 4 * 1024;
    private const int LargeBufferBytes = 128 * 1024;
    private const int PipeBytes = 256 * 1024;
    private const int TrimIntervalMs = 10_000;

    private readonly EventLoopOptions _options;
    private readonly TimeProvider _time;
    private readonly long _startTimestamp;
    private readonly double _millisecondsPerTick;
    private readonly EpollEventLayout _layout = EpollEventLayout.Current;
    private readonly EventTable _table = new();
    private readonly TimerWheel _timers = new();
    private readonly WakeSignal _wake;
    private readonly Action<Exception> _onFault;
    private readonly CallbackTimer _trimTimer;
    private readonly int _epoll;
    private byte* _events;
    private List<Action> _deferred = [];
    private List<Action> _running = [];
    private long _nowTicks;
    private int _threadId;
    private volatile bool _isStopping;

    /// <summary>Makes a loop; it does nothing until <see cref="Run"/>.</summary>
    /// <param name="options">Clock, buffer size, fault callback.</param>
    /// <exception cref="Win32Exception">The system gives no descriptor.</exception>
    public EventLoop(EventLoopOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = options.TimeProvider;
        _onFault = ReportFault;
        _trimTimer = new CallbackTimer(TrimBuffers);
        _millisecondsPerTick = 1000.0 / _time.TimestampFrequency;
        _startTimestamp = _time.GetTimestamp();
        Buffers = new BufferPool(options.BufferBytes, options.OnBuffersGrown);
        SmallBuffers = options.BufferBytes == SmallBufferBytes
            ? Buffers
            : new BufferPool(SmallBufferBytes, options.OnBuffersGrown);
        LargeBuffers = new BufferPool(LargeBufferBytes, options.OnBuffersGrown);
        _epoll = Libc.EpollCreate(LinuxConstants.EpollCloseOnExec);
        if (_epoll < 0)
            throw new Win32Exception();
        _events = (byte*)NativeMemory.AlignedAlloc((nuint)(EventsMax * _layout.Size), 64);
        _wake = new WakeSignal(this);
        Watch(_wake, EpollEvents.Readable);
    }

    /// <summary>Milliseconds since the loop was made, as of the current round.</summary>
    public long NowMs { get; private set; }

    /// <summary>Microseconds since the loop was made, as of the current round.</summary>
    public long NowMicroseconds => (long)(_nowTicks * (_millisecondsPerTick * 1000.0));

    /// <summary>Wall-clock time, read anew at every call.</summary>
    public DateTimeOffset UtcNow => _time.GetUtcNow();

    /// <summary>The loop's pool of small buffers, for the little that waits on one of many streams.</summary>
    public BufferPool SmallBuffers { get; }

    /// <summary>The loop's pool of connection buffers.</summary>
    public BufferPool Buffers { get; }

    /// <summary>The loop's pool of large buffers, for long heads and bulk copies.</summary>
    public BufferPool LargeBuffers { get; }

    /// <summary>The loop's pool of pipes, for moving bytes between sockets without copying them.</summary>
    public SplicePipePool Pipes { get; } = new(PipeBytes);

    /// <summary>Makes an empty buffer that takes its blocks from the loop's pools.</summary>
    public StreamBuffer CreateStreamBuffer() => new(Buffers, LargeBuffers);

    /// <summary>Makes an empty queue that takes its blocks from the loop's pools.</summary>
    public BlockQueue CreateBlockQueue() => new(SmallBuffers, Buffers);

    /// <summary>Whether the caller runs on the loop's thread.</summary>
    public bool IsOnLoop => _threadId == Environment.CurrentManagedThreadId;

    /// <summary>Number of watched descriptors, the loop's own wake-up included.</summary>
    public int SourceCount => _table.Count;

    /// <summary>Whether <see cref="Stop"/> was called.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>
    /// Runs the loop on the calling thread until <see cref="Stop"/>. Then every remaining source is closed
    /// and whoever waits on one resumes with <see cref="WaitResult.Closed"/>.
    /// </summary>
    public void Run()
    {
        _threadId = Environment.CurrentManagedThreadId;
        UpdateClock();
        Schedule(_trimTimer, NowMs + TrimIntervalMs);
        while (!_isStopping)
            RunRound();
        DropSources();
    }

    /// <summary>
    /// Runs an action on the loop. Safe from every thread; actions run in the order of their posting.
    /// </summary>
    /// <param name="action">What to run.</param>
    /// <param name="state">Its argument.</param>
    public void Post(Action<object?> action, object? state) => _wake.Post(action, state);

    /// <summary>Runs an action on the loop. Safe from every thread.</summary>
    /// <param name="action">What to run.</param>
    public void Post(Action action) => _wake.Post(static state => ((Action)state!)(), action);

    /// <summary>Ends <see cref="Run"/> after the current round. Safe from every thread.</summary>
    public void Stop()
    {
        _isStopping = true;
        _wake.Raise();
    }

    /// <summary>Runs a continuation at the end of the current round, outside the caller's stack.</summary>
    /// <param name="continuation">What to run.</param>
    public void Defer(Action continuation) => _deferred.Add(continuation);

    /// <summary>
    /// Ends a turn: the method goes on after the events of this round were handled. For whoever might
    /// otherwise find work without end, such as a copy between two fast connections.
    /// </summary>
    public YieldAwaitable Yield() => new(this);

    /// <summary>Sets a timer.</summary>
    /// <param name="timer">The timer; moved when it is set already.</param>
    /// <param name="dueMs">When, in terms of <see cref="NowMs"/>.</param>
    public void Schedule(LoopTimer timer, long dueMs) => _timers.Schedule(timer, dueMs);

    /// <summary>Clears a timer; does nothing when it is not set.</summary>
    /// <param name="timer">The timer.</param>
    public void Cancel(LoopTimer timer) => _timers.Cancel(timer);

    /// <summary>Hands an exception to the fault callback of the options.</summary>
    /// <param name="fault">The exception.</param>
    public void ReportFault(Exception fault) => _options.OnFault(fault);

    /// <summary>Frees what a loop that has ended, or was never run, still holds.</summary>
    public void Dispose()
    {
        if (_events is null)
            return;
        DropSources();
        _ = Libc.Close(_epoll);
        NativeMemory.AlignedFree(_events);
        _events = null;
        SmallBuffers.Dispose();
        Buffers.Dispose();
        LargeBuffers.Dispose();
        Pipes.Dispose();
    }

    /// <summary>Starts watching a source's descriptor.</summary>
    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    internal void Watch(EventSource source, EpollEvents interest)
    {
        var tag = _table.Add(source.Descriptor, source);
        var events = stackalloc byte[16];
        _layout.Write(events, (uint)interest, tag);
        if (Libc.EpollControl(_epoll, LinuxConstants.EpollAdd, source.Descriptor, events) == 0)
            return;
        var error = Marshal.GetLastPInvokeError();
        _table.Remove(source.Descriptor);
        throw new Win32Exception(error);
    }

    /// <summary>
    /// Stops watching a source and closes its descriptor; events still in the batch become stale.
    /// </summary>
    internal void CloseDescriptor(EventSource source)
    {
        Debug.Assert(source.Descriptor >= 0, "A source is closed once.");
        _table.Remove(source.Descriptor);
        // Closing the last descriptor of a socket takes it out of the epoll set by itself.
        _ = Libc.Close(source.Descriptor);
        source.Descriptor = -1;
    }

    /// <summary>Stops watching a source but keeps its descriptor open.</summary>
    internal void Unwatch(EventSource source)
    {
        _table.Remove(source.Descriptor);
        var events = stackalloc byte[16];
        _ = Libc.EpollControl(_epoll, LinuxConstants.EpollDelete, source.Descriptor, events);
    }

    private void RunRound()
    {
        var count = Libc.EpollWait(_epoll, _events, EventsMax, NextTimeoutMs());
        UpdateClock();
        for (var index = 0; index < count; index++)
        {
            if (_table.Find(_layout.ReadTag(_events, index)) is { } source)
                Dispatch(source, (EpollEvents)_layout.ReadEvents(_events, index));
        }

        RunDeferred();
        _timers.Advance(NowMs, _onFault);
        RunDeferred();
    }

    private void Dispatch(EventSource source, EpollEvents events)
    {
        try
        {
            source.OnEvents(events);
        }
        catch (Exception fault)
        {
            ReportFault(fault);
            DropSource(source);
        }
    }

    private int NextTimeoutMs()
    {
        if (_deferred.Count != 0 || _isStopping)
            return 0;
        var wakeMs = _timers.NextWakeMs;
        return wakeMs == long.MaxValue ? -1 : (int)Math.Clamp(wakeMs - NowMs, 0, int.MaxValue);
    }

    private void UpdateClock()
    {
        _nowTicks = _time.GetTimestamp() - _startTimestamp;
        NowMs = (long)(_nowTicks * _millisecondsPerTick);
    }

    private void RunDeferred()
    {
        // What a continuation defers runs in the next round, so that a chain cannot starve the sockets.
        if (_deferred.Count == 0)
            return;
        (_deferred, _running) = (_running, _deferred);
        foreach (var continuation in _running)
        {
            try
            {
                continuation();
            }
            catch (Exception fault)
            {
                ReportFault(fault);
            }
        }

        _running.Clear();
    }

    /// <summary>Gives the memory of all buffers that no connection has back to the system.</summary>
    public void ReleaseFreeBuffers()
    {
        SmallBuffers.ReleaseFree();
        Buffers.ReleaseFree();
        LargeBuffers.ReleaseFree();
    }

    private void TrimBuffers()
    {
        SmallBuffers.Trim();
        Buffers.Trim();
        LargeBuffers.Trim();
        Pipes.Trim();
        Schedule(_trimTimer, NowMs + TrimIntervalMs);
    }

    private void DropSources()
    {
        // Closing resumes whoever waits, and that code may defer or open more; end when nothing is left.
        while (_table.Count > 0)
        {
            foreach (var source in _table.ToList())
                DropSource(source);
            RunDeferred();
        }

        while (_deferred.Count > 0)
            RunDeferred();
    }

    private void DropSource(EventSource source)
    {
        try
        {
            if (source.Descriptor < 0)
                return;
            if (ReferenceEquals(source, _wake))
                _table.Remove(source.Descriptor);
            source.OnLoopDrop();
        }
        catch (Exception fault)
        {
            ReportFault(fault);
        }
    }
}
