namespace Outrigger.Net.Tls;

/// <summary>
/// The place of a context that changes: new connections take the one of the moment, old ones go on with
/// theirs, and a context is freed with the last of its connections. Safe for any thread.
/// </summary>
public sealed class TlsContextHolder : IDisposable
{
    private volatile TlsContext? _current;

    /// <summary>
    /// Gives up the context when nobody holds the place any more: a listener or cluster that is gone is simply
    /// forgotten.
    /// </summary>
    ~TlsContextHolder() => Swap(null);

    /// <summary>Whether there is a context yet.</summary>
    public bool HasContext => _current is not null;

    /// <summary>Takes the context of the moment, with a reference that the caller gives back.</summary>
    /// <returns>The context; null while there is none.</returns>
    public TlsContext? Acquire()
    {
        // A context that was swapped and freed between the two steps is not the current one any more.
        while (_current is { } context)
        {
            if (context.TryAddReference())
                return context;
        }

        return null;
    }

    /// <summary>Puts another context into the place, and gives up the one before.</summary>
    /// <param name="context">The new one, with the reference it was made with; null for none.</param>
    public void Swap(TlsContext? context) => Interlocked.Exchange(ref _current, context)?.Release();

    /// <summary>Gives up the context.</summary>
    public void Dispose()
    {
        Swap(null);
        GC.SuppressFinalize(this);
    }
}
