using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Outrigger.Net.Tasks;

/// <summary>
/// Holds the state machine of a suspended method. Boxes of finished methods wait in a list per thread and
/// type: one loop has one thread, so a box never changes hands between threads.
/// </summary>
internal sealed class LoopTaskBox<TResult, TStateMachine> : LoopTaskSource<TResult>
    where TStateMachine : IAsyncStateMachine
{
    /// <summary>
    /// Boxes kept per thread and method; what a burst needed beyond it goes to the collector.
    /// </summary>
    private const int FreeMax = 16 * 1024;

    [ThreadStatic]
    private static LoopTaskBox<TResult, TStateMachine>? t_free;

    [ThreadStatic]
    private static int t_freeCount;

    private TStateMachine _stateMachine = default!;
    private LoopTaskBox<TResult, TStateMachine>? _nextFree;
    private readonly int _threadId = Environment.CurrentManagedThreadId;

    private LoopTaskBox() => MoveNextAction = MoveNext;

    /// <summary>Resumes the method; made once per box.</summary>
    internal Action MoveNextAction { get; }

    /// <summary>
    /// The box of the calling method: the one it has already, or at its first suspension one from the pool,
    /// into which the state machine moves. <paramref name="field"/> lies inside the state machine and is set
    /// first, so that the copy knows its box.
    /// </summary>
    internal static LoopTaskBox<TResult, TStateMachine> GetOrRent(
        ref TStateMachine stateMachine, ref LoopTaskSource<TResult>? field)
    {
        if (field is LoopTaskBox<TResult, TStateMachine> own)
            return own;
        var box = t_free;
        if (box is null)
        {
            box = new LoopTaskBox<TResult, TStateMachine>();
        }
        else
        {
            t_free = box._nextFree;
            t_freeCount--;
            box._nextFree = null;
        }

        field = box;
        box._stateMachine = stateMachine;
        return box;
    }

    protected override void Recycle()
    {
        _stateMachine = default!;
        if (t_freeCount >= FreeMax)
            return;
        _nextFree = t_free;
        t_free = this;
        t_freeCount++;
    }

    private void MoveNext()
    {
        Debug.Assert(
            _threadId == Environment.CurrentManagedThreadId,
            "A LoopTask is resumed on the loop that started it; this one awaited something that left the loop.");
        _stateMachine.MoveNext();
    }
}
