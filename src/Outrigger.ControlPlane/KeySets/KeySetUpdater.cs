using Microsoft.Extensions.Logging;
using Outrigger.ControlPlane.Push;

namespace Outrigger.ControlPlane.KeySets;

/// <summary>
/// Keeps the catalog of key sets fresh, and has proxies told of what changed. No push ever waits for an issuer.
/// </summary>
internal sealed partial class KeySetUpdater : IAsyncDisposable
{
    private const int ConcurrentFetchesMax = 8;

    private readonly KeySetCatalog _catalog;
    private readonly KeySetFetcher _fetcher;
    private readonly PushScheduler _scheduler;
    private readonly TimeProvider _time;
    private readonly ILogger<KeySetUpdater> _logger;
    private readonly SemaphoreSlim _places = new(ConcurrentFetchesMax);
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public KeySetUpdater(
        KeySetCatalog catalog, KeySetFetcher fetcher, PushScheduler scheduler, TimeProvider time,
        ILogger<KeySetUpdater> logger)
    {
        _catalog = catalog;
        _fetcher = fetcher;
        _scheduler = scheduler;
        _time = time;
        _logger = logger;
    }

    /// <summary>Begins to follow what the catalog wants.</summary>
    public void Start()
    {
        _catalog.Wanted = () => _wake.Release();
        _running = Task.Run(() => FollowAsync(_stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _fetcher.Dispose();
        _stop.Dispose();
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var due = _catalog.TakeDue(out var nextDueAt);
            foreach (var (source, timeout) in due)
                _ = FetchAsync(source, timeout, cancellation);
            await WaitAsync(nextDueAt, cancellation);
        }
    }

    /// <summary>Waits until the next fetch is due, or until something else is wanted.</summary>
    private async Task WaitAsync(DateTimeOffset? dueAt, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var wake = _wake.WaitAsync(waiting.Token);
        if (dueAt is { } time)
        {
            var rest = time - _time.GetUtcNow();
            await Task.WhenAny(wake, Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, _time, waiting.Token));
        }
        else
        {
            await wake;
        }
        await waiting.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    private async Task FetchAsync(KeySetSource source, TimeSpan timeout, CancellationToken cancellation)
    {
        string? keys = null;
        var mistake = "";
        await _places.WaitAsync(cancellation);
        try
        {
            keys = await _fetcher.FetchAsync(source, timeout, cancellation);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            // Whatever an issuer does, the next fetch is a minute away and the others go on.
            mistake = cause.Message;
            LogFailed(source, mistake);
        }
        finally
        {
            _places.Release();
        }
        try
        {
            if (_catalog.Report(source, keys, mistake)) _scheduler.Refresh();
        }
        catch (IOException cause)
        {
            // The keys are in force all the same; only the next start does not find them.
            LogNotStored(cause);
            _scheduler.Refresh();
        }
        _wake.Release();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys at {Source} could not be fetched: {Mistake}")]
    private partial void LogFailed(KeySetSource source, string mistake);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Fetched keys could not be stored")]
    private partial void LogNotStored(Exception cause);
}
