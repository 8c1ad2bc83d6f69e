using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Outrigger.Config;
using Outrigger.ControlPlane.Configuration;
using Outrigger.ControlPlane.Proxies;

namespace Outrigger.ControlPlane.Push;

/// <summary>
/// The one place where changes are held together: it waits until configuration has been quiet for a moment,
/// or for too long, and then makes the mesh's next state and has every proxy told of it.
/// </summary>
internal sealed partial class PushScheduler : IAsyncDisposable
{
    private readonly ControlPlaneOptions _options;
    private readonly ConfigStore _store;
    private readonly MeshStateBuilder _builder;
    private readonly ConnectedProxies _proxies;
    private readonly ILogger<PushScheduler> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private Task _running = Task.CompletedTask;
    private IDisposable? _watch;
    private volatile MeshState? _current;
    private int _isStale;
    private TaskCompletionSource _pushed = NewSignal();

    public PushScheduler(
        ControlPlaneOptions options, ConfigStore store, MeshStateBuilder builder, ConnectedProxies proxies,
        ILogger<PushScheduler> logger)
    {
        _options = options;
        _store = store;
        _builder = builder;
        _proxies = proxies;
        _logger = logger;
    }

    /// <summary>
    /// The newest state that was pushed. There is one once <see cref="Start"/> has returned.
    /// </summary>
    public MeshState Current => _current ?? throw new InvalidOperationException("the scheduler was not started");

    /// <summary>Pushes what is there now and then follows the store.</summary>
    public void Start()
    {
        Push();
        _watch = _store.Watch(_ => _changes.Writer.TryWrite(true));
        _running = Task.Run(() => FollowAsync(_stop.Token));
        // A change between the first push and the watch has told nobody.
        _changes.Writer.TryWrite(true);
    }

    /// <summary>
    /// Pushes again though the configuration is the same, because something beside it changed. Safe for any thread.
    /// </summary>
    public void Refresh()
    {
        Interlocked.Exchange(ref _isStale, 1);
        _changes.Writer.TryWrite(true);
    }

    /// <summary>Completes when a state of at least that version has been pushed.</summary>
    public async Task WaitForAsync(long version, CancellationToken cancellation)
    {
        while (true)
        {
            var pushed = Volatile.Read(ref _pushed).Task;
            if (Current.Version >= version) return;
            await pushed.WaitAsync(cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _watch?.Dispose();
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        while (await _changes.Reader.WaitToReadAsync(cancellation))
        {
            await DebounceAsync(cancellation);
            var isStale = Interlocked.Exchange(ref _isStale, 0) == 1;
            if (!isStale && _store.Current.Version == Current.Version) continue;
            try
            {
                Push();
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                LogPushFailed(exception, _store.Current.Version);
            }
        }
    }

    private async Task DebounceAsync(CancellationToken cancellation)
    {
        var began = _options.Time.GetTimestamp();
        do
        {
            while (_changes.Reader.TryRead(out _))
            {
                // Only that something changed matters; what, the store knows.
            }
            if (_options.Time.GetElapsedTime(began) >= _options.DebounceMax) return;
            await Task.Delay(_options.DebounceQuiet, _options.Time, cancellation);
        }
        while (_changes.Reader.TryPeek(out _));
    }

    private void Push()
    {
        var began = _options.Time.GetTimestamp();
        var state = _builder.Build(_store.Current);
        _proxies.Update(state);
        _current = state;
        Interlocked.Exchange(ref _pushed, NewSignal()).SetResult();
        var elapsed = _options.Time.GetElapsedTime(began);
        LogPushed(state.Version, state.Config.All.Count, elapsed);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Pushed configuration {Version} ({Objects} objects) in {Elapsed}")]
    private partial void LogPushed(long version, int objects, TimeSpan elapsed);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Configuration {Version} could not be pushed; proxies keep the former one")]
    private partial void LogPushFailed(Exception exception, long version);
}
