using System.Runtime.CompilerServices;

namespace Outrigger.Net.Tests.Loops;

/// <summary>An awaitable without a loop: whoever awaits it waits until it is opened.</summary>
internal sealed class ManualGate : ICriticalNotifyCompletion
{
    private Action? _continuation;

    public bool IsCompleted => false;

    public ManualGate GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => _continuation = continuation;

    public void UnsafeOnCompleted(Action continuation) => _continuation = continuation;

    public void Open()
    {
        var continuation = _continuation;
        _continuation = null;
        continuation?.Invoke();
    }
}
