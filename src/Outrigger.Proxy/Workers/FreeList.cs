namespace Outrigger.Proxy.Workers;

/// <summary>Objects of one worker that are not in use and will be used again.</summary>
/// <param name="create">Makes another when none is free.</param>
/// <param name="freeMax">How many are kept; what a burst needed beyond it goes to the collector.</param>
internal sealed class FreeList<T>(Func<T> create, int freeMax = 1024)
    where T : class
{
    private readonly Stack<T> _free = new();

    /// <summary>Takes an object.</summary>
    public T Rent() => _free.TryPop(out var item) ? item : create();

    /// <summary>Gives an object back.</summary>
    /// <param name="item">The object; nothing of it is under way any more.</param>
    public void Return(T item)
    {
        if (_free.Count < freeMax)
            _free.Push(item);
    }
}
