using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Outrigger.Net.Tasks;

/// <summary>Builds a <see cref="LoopTask{TResult}"/>; used by the compiler, not by hand.</summary>
/// <typeparam name="TResult">What the method returns.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1822", Justification = "The compiler's pattern wants instance members.")]
[SuppressMessage("Design", "CA1000", Justification = "The compiler's builder pattern wants a static Create.")]
public struct LoopTaskMethodBuilder<TResult>
{
    private LoopTaskSource<TResult>? _source;
    private TResult _result;

    /// <summary>The task handed to the caller.</summary>
    public readonly LoopTask<TResult> Task => _source is { } source ? new(source) : new(_result);

    internal readonly LoopTaskSource<TResult>? Source => _source;

    /// <summary>Makes a builder for one call.</summary>
    public static LoopTaskMethodBuilder<TResult> Create() => default;

    /// <summary>Runs the method up to its first suspension.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    /// <summary>Required by the compiler's pattern; boxes are made at suspension.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    /// <summary>Ends the method well.</summary>
    public void SetResult(TResult result)
    {
        if (_source is null)
            _result = result;
        else
            _source.SetResult(result);
    }

    /// <summary>Ends the method with a fault.</summary>
    public void SetException(Exception exception)
    {
        if (_source is null)
            _source = new FaultedLoopTaskSource<TResult>(exception);
        else
            _source.SetException(exception);
    }

    /// <summary>Suspends the method until the awaiter is done.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(
        ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine
    {
        var box = LoopTaskBox<TResult, TStateMachine>.GetOrRent(ref stateMachine, ref _source);
        awaiter.OnCompleted(box.MoveNextAction);
    }

    /// <summary>Suspends the method until the awaiter is done.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(
        ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine
    {
        var box = LoopTaskBox<TResult, TStateMachine>.GetOrRent(ref stateMachine, ref _source);
        awaiter.UnsafeOnCompleted(box.MoveNextAction);
    }
}
