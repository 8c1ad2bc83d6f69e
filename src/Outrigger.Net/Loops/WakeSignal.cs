using System.Collections.Concurrent;
using System.ComponentModel;
using Outrigger.Net.Native;

namespace Outrigger.Net.Loops;

/// <summary>
/// The way into a loop from other threads: a queue, and an eventfd that ends <c>epoll_wait</c>. The flag is
/// lowered before the queue is drained, so whoever enqueues after the drain began raises it anew and writes
/// the eventfd again: a wake-up is written at most once per drain and never missed.
/// </summary>
internal sealed unsafe class WakeSignal : EventSource
{
    private readonly ConcurrentQueue<(Action<object?> Action, object? State)> _posted = new();
    private readonly Lock _closing = new();
    private readonly List<(Action<object?> Action, object? State)> _batch = [];
    private int _isRaised;

    internal WakeSignal(EventLoop loop)
        : base(loop)
    {
        const int Flags = LinuxConstants.EventNonBlocking | LinuxConstants.EventCloseOnExec;
        Descriptor = Libc.EventDescriptor(0, Flags);
        if (Descriptor < 0)
            throw new Win32Exception();
    }

    /// <summary>Safe from every thread.</summary>
    internal void Post(Action<object?> action, object? state)
    {
        _posted.Enqueue((action, state));
        Raise();
    }

    /// <summary>Safe from every thread; does nothing once closed.</summary>
    internal void Raise()
    {
        if (Interlocked.Exchange(ref _isRaised, 1) != 0)
            return;
        lock (_closing)
        {
            if (Descriptor < 0)
                return;
            ulong one = 1;
            _ = Libc.Write(Descriptor, &one, sizeof(ulong));
        }
    }

    internal override void OnEvents(EpollEvents events)
    {
        ulong count;
        _ = Libc.Read(Descriptor, &count, sizeof(ulong));
        Interlocked.Exchange(ref _isRaised, 0);
        Drain();
    }

    /// <summary>Runs what is queued now; what the actions themselves post runs at the next wake-up.</summary>
    internal void Drain()
    {
        for (var remaining = _posted.Count; remaining > 0 && _posted.TryDequeue(out var item); remaining--)
            _batch.Add(item);
        foreach (var (action, state) in _batch)
        {
            try
            {
                action(state);
            }
            catch (Exception fault)
            {
                Loop.ReportFault(fault);
            }
        }

        _batch.Clear();
    }

    internal override void OnLoopDrop()
    {
        lock (_closing)
        {
            _ = Libc.Close(Descriptor);
            Descriptor = -1;
        }
    }
}
