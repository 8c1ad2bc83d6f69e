namespace Outrigger.Net.Sockets;

/// <summary>
/// The pipes of one loop. A direction holds one only while bytes are inside, so few pipes serve many
/// connections; a slow receiver may hold one for long, so their number is bounded: whoever gets none copies.
/// </summary>
public sealed class SplicePipePool : IDisposable
{
    /// <summary>How many pipes are in use at once.</summary>
    public const int RentedMax = 256;

    private const int IdleMax = 32;

    private readonly Stack<SplicePipe> _idle = new();

    /// <summary>Makes an empty pool.</summary>
    /// <param name="capacityBytes">Bytes that each pipe is to hold.</param>
    public SplicePipePool(int capacityBytes) => CapacityBytes = capacityBytes;

    /// <summary>Bytes that each pipe is to hold.</summary>
    public int CapacityBytes { get; }

    /// <summary>Pipes in use.</summary>
    public int RentedCount { get; private set; }

    /// <summary>Takes an empty pipe; null when there are too many already, or the system gives none.</summary>
    public SplicePipe? TryRent()
    {
        if (RentedCount >= RentedMax)
            return null;
        var pipe = _idle.Count > 0 ? _idle.Pop() : SplicePipe.TryCreate(CapacityBytes);
        if (pipe is not null)
            RentedCount++;
        return pipe;
    }

    /// <summary>Gives a pipe back. One with bytes inside is closed: they are nobody's.</summary>
    /// <param name="pipe">A pipe of this pool, returned once.</param>
    public void Return(SplicePipe pipe)
    {
        RentedCount--;
        if (pipe.Count == 0 && _idle.Count < IdleMax)
            _idle.Push(pipe);
        else
            pipe.Close();
    }

    /// <summary>Closes the pipes that nobody uses.</summary>
    public void Trim()
    {
        while (_idle.TryPop(out var pipe))
            pipe.Close();
    }

    /// <inheritdoc/>
    public void Dispose() => Trim();
}
