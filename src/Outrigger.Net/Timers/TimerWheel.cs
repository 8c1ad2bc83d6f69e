using System.Diagnostics;
using System.Numerics;

namespace Outrigger.Net.Timers;

/// <summary>
/// A hierarchical timer wheel with a resolution of one millisecond: six levels of 64 slots, a bit per
/// occupied slot. Scheduling, cancelling and finding the next due slot cost a few instructions whatever the
/// number of timers. Knows no clock: the loop tells it the time.
/// </summary>
public sealed class TimerWheel
{
    private const int BitsPerLevel = 6;
    private const int SlotsPerLevel = 1 << BitsPerLevel;
    private const int LevelCount = 6;
    private const long SpanMs = 1L << (BitsPerLevel * LevelCount);

    private readonly LoopTimer?[] _heads = new LoopTimer?[LevelCount * SlotsPerLevel];
    private readonly ulong[] _occupied = new ulong[LevelCount];
    private long _elapsedMs;

    /// <summary>Number of scheduled timers.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// A time at or before which nothing is due, or <see cref="long.MaxValue"/> when no timer is scheduled.
    /// It may lie before the first timer's due time, where timers of a coarse slot must be spread over finer
    /// ones.
    /// </summary>
    public long NextWakeMs => TryFindNextSlot(out _, out var startMs) ? startMs : long.MaxValue;

    /// <summary>Schedules a timer, or moves it when it is scheduled already.</summary>
    /// <param name="timer">The timer.</param>
    /// <param name="dueMs">Absolute due time; a time already past expires at the next advance.</param>
    public void Schedule(LoopTimer timer, long dueMs)
    {
        if (timer.IsScheduled)
            Unlink(timer);
        timer.DueMs = dueMs;
        Link(timer);
    }

    /// <summary>Cancels a timer; does nothing when it is not scheduled.</summary>
    /// <param name="timer">The timer.</param>
    public void Cancel(LoopTimer timer)
    {
        if (timer.IsScheduled)
            Unlink(timer);
    }

    /// <summary>
    /// Moves the wheel's time forward and expires every timer due until then, earliest slot first.
    /// </summary>
    /// <param name="nowMs">The time; never less than at the call before.</param>
    /// <param name="onFault">Gets the exception of a timer that threw; the wheel goes on.</param>
    public void Advance(long nowMs, Action<Exception> onFault)
    {
        while (TryFindNextSlot(out var slot, out var startMs) && startMs <= nowMs)
        {
            _elapsedMs = startMs;
            Drain(slot, onFault);
        }

        if (nowMs > _elapsedMs)
            _elapsedMs = nowMs;
    }

    private void Drain(int slot, Action<Exception> onFault)
    {
        while (_heads[slot] is { } timer)
        {
            Unlink(timer);
            if (timer.DueMs > _elapsedMs)
            {
                Link(timer);
                continue;
            }

            try
            {
                timer.OnExpired();
            }
            catch (Exception fault)
            {
                onFault(fault);
            }
        }
    }

    private bool TryFindNextSlot(out int slot, out long startMs)
    {
        for (var level = 0; level < LevelCount; level++)
        {
            var occupied = _occupied[level];
            if (occupied == 0)
                continue;
            var shift = level * BitsPerLevel;
            var current = (int)(_elapsedMs >> shift) & (SlotsPerLevel - 1);
            var ahead = BitOperations.TrailingZeroCount(BitOperations.RotateRight(occupied, current));
            var index = (current + ahead) & (SlotsPerLevel - 1);
            var levelSpanMs = 1L << (shift + BitsPerLevel);
            startMs = (_elapsedMs & ~(levelSpanMs - 1)) + ((long)index << shift);
            // Only the coarsest level wraps: on a finer one a slot at or before the present has been drained.
            if (startMs <= _elapsedMs)
                startMs += levelSpanMs;
            slot = (level * SlotsPerLevel) + index;
            return true;
        }

        slot = -1;
        startMs = 0;
        return false;
    }

    private void Link(LoopTimer timer)
    {
        // A timer that is due already goes to the next millisecond: its own slot is being drained or is past.
        var placeMs = Math.Max(timer.DueMs, _elapsedMs + 1);
        placeMs = Math.Min(placeMs, _elapsedMs + SpanMs - 1);
        var difference = (ulong)(placeMs ^ _elapsedMs) | (SlotsPerLevel - 1);
        var level = Math.Min(BitOperations.Log2(difference) / BitsPerLevel, LevelCount - 1);
        var index = (int)(placeMs >> (level * BitsPerLevel)) & (SlotsPerLevel - 1);
        var slot = (level * SlotsPerLevel) + index;
        timer.Slot = slot;
        timer.Previous = null;
        timer.Next = _heads[slot];
        if (timer.Next is { } next)
            next.Previous = timer;
        _heads[slot] = timer;
        _occupied[level] |= 1UL << index;
        Count++;
    }

    private void Unlink(LoopTimer timer)
    {
        Debug.Assert(timer.Slot >= 0, "Only a scheduled timer is unlinked.");
        var slot = timer.Slot;
        if (timer.Previous is { } previous)
            previous.Next = timer.Next;
        else
            _heads[slot] = timer.Next;
        if (timer.Next is { } next)
            next.Previous = timer.Previous;
        timer.Previous = null;
        timer.Next = null;
        timer.Slot = -1;
        if (_heads[slot] is null)
            _occupied[slot >> BitsPerLevel] &= ~(1UL << (slot & (SlotsPerLevel - 1)));
        Count--;
    }
}
