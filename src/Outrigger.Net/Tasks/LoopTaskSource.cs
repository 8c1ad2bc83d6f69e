using System.Runtime.ExceptionServices;

namespace Outrigger.Net.Tasks;

/// <summary>The result type of a method that returns nothing.</summary>
internal readonly struct Nothing;

/// <summary>
/// The completion of one run of an <c>async</c> method. Touched by one thread only, so it needs neither locks
/// nor memory barriers. The version tells a run from the next that uses the same object.
/// </summary>
internal abstract class LoopTaskSource<TResult>
{
    private static readonly Action Detached = static () => { };

    private Action? _continuation;
    private Action<Exception>? _onFault;
    private ExceptionDispatchInfo? _fault;
    private TResult _result = default!;
    private bool _isCompleted;

    /// <summary>The number of this run.</summary>
    internal int Version { get; private set; }

    internal bool IsCompletedAt(int version)
    {
        CheckVersion(version);
        return _isCompleted;
    }

    internal void OnCompleted(int version, Action continuation)
    {
        CheckVersion(version);
        if (_continuation is not null)
            throw new InvalidOperationException("A LoopTask is awaited once; this one has an awaiter already.");
        _continuation = continuation;
    }

    internal TResult TakeResult(int version)
    {
        CheckVersion(version);
        if (!_isCompleted)
            throw new InvalidOperationException("A LoopTask has no result before its method has finished.");
        var result = _result;
        var fault = _fault;
        Reset();
        fault?.Throw();
        return result;
    }

    internal void Detach(int version, Action<Exception> onFault)
    {
        CheckVersion(version);
        if (!_isCompleted)
        {
            _onFault = onFault;
            OnCompleted(version, Detached);
            return;
        }

        var fault = _fault;
        Reset();
        if (fault is not null)
            onFault(fault.SourceException);
    }

    internal void SetResult(TResult result)
    {
        _result = result;
        Complete();
    }

    internal void SetException(Exception exception)
    {
        _fault = ExceptionDispatchInfo.Capture(exception);
        Complete();
    }

    /// <summary>Hands the object back for another run.</summary>
    protected abstract void Recycle();

    private void Complete()
    {
        _isCompleted = true;
        var continuation = _continuation;
        if (ReferenceEquals(continuation, Detached))
            EndDetached();
        else
            continuation?.Invoke();
    }

    private void EndDetached()
    {
        var fault = _fault;
        var onFault = _onFault;
        Reset();
        if (fault is not null)
            onFault!(fault.SourceException);
    }

    private void Reset()
    {
        Version++;
        _continuation = null;
        _onFault = null;
        _fault = null;
        _result = default!;
        _isCompleted = false;
        Recycle();
    }

    private void CheckVersion(int version)
    {
        if (version != Version)
            throw new InvalidOperationException("A LoopTask is awaited once; this one's result has been taken.");
    }
}

/// <summary>
/// The source of a method that failed before it ever suspended; not pooled, for faults are rare.
/// </summary>
internal sealed class FaultedLoopTaskSource<TResult> : LoopTaskSource<TResult>
{
    internal FaultedLoopTaskSource(Exception exception) => SetException(exception);

    protected override void Recycle()
    {
    }
}
