using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Outrigger.Net.Tasks;

/// <summary>Builds a <see cref="LoopTask"/>; used by the compiler, not by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1822", Justification = "The compiler's pattern wants instance members.")]
[SuppressMessage("Design", "CA1000", Justification = "The compiler's builder pattern wants a static Create.")]
public struct LoopTaskMethodBuilder
{
    private LoopTaskMethodBuilder<Nothing> _inner;

    /// <summary>The task handed to the caller.</summary>
    public readonly LoopTask Task => _inner.Source is { } source ? new LoopTask(source) : default;

    /// <summary>Makes a builder for one call.</summary>
    public static LoopTaskMethodBuilder Create() => default;

    /// <summary>Runs the method up to its first suspension.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    /// <summary>Required by the compiler's pattern; boxes are made at suspension.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    /// <summary>Ends the method well.</summary>
    public void SetResult() => _inner.SetResult(default);

    /// <summary>Ends the method with a fault.</summary>
    public void SetException(Exception exception) => _inner.SetException(exception);

    /// <summary>Suspends the method until the awaiter is done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(
        ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => _inner.AwaitOnCompleted(ref awaiter, ref stateMachine);

    /// <summary>Suspends the method until the awaiter is done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(
        ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine =>
        _inner.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
}
