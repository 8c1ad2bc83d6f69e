namespace Outrigger.Interop.Tests.Servers;

/// <summary>Holds requests until so many wait, which shows that so many were under way at the same time.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    /// <summary>How many open the gate.</summary>
    public int Count { get; set; } = 1;

    public Task PassAsync()
    {
        if (Interlocked.Increment(ref _waiting) >= Count)
        {
            _open.TrySetResult();
        }

        return _open.Task;
    }
}
