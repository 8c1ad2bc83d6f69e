using System.Runtime.CompilerServices;

namespace Outrigger.Net.Loops;

/// <summary>Gives the other connections of a loop their turn; await it at once and once.</summary>
public readonly struct YieldAwaitable : ICriticalNotifyCompletion
{
    private readonly EventLoop _loop;

    internal YieldAwaitable(EventLoop loop) => _loop = loop;

    /// <summary>Never: the method always goes to the end of the round.</summary>
    public bool IsCompleted => false;

    /// <summary>Lets <c>await</c> use it.</summary>
    public YieldAwaitable GetAwaiter() => this;

    /// <summary>There is no result.</summary>
    public void GetResult()
    {
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => _loop.Defer(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => _loop.Defer(continuation);
}
