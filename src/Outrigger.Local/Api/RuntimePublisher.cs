using Outrigger.Local.Pods;

namespace Outrigger.Local.Api;

/// <summary>
/// Keeps the control plane's picture of pods and endpoints equal to ours: after every change the whole set is
/// sent, newest state only, and again for as long as the control plane does not answer.
/// </summary>
internal sealed class RuntimePublisher(
    Func<string> buildObjects, IControlPlane controlPlane, TimeProvider time)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long proxies may take to acknowledge before those that wait for them go on all the same.
    /// </summary>
    private static readonly TimeSpan AcknowledgeTimeout = TimeSpan.FromSeconds(2);

    private readonly WakeUp _changed = new();
    private readonly Lock _waitersLock = new();
    private List<Waiter> _waiters = [];

    /// <summary>Why the control plane last refused the set; null when it took it.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Says that something may have changed. Returns at once.</summary>
    public void Touch() => _changed.Set();

    /// <summary>Waits until the state of now has come as far as <paramref name="reach"/>.</summary>
    public async Task FlushAsync(PublishReach reach, CancellationToken cancellation)
    {
        var waiter = new Waiter(reach);
        lock (_waitersLock)
        {
            _waiters.Add(waiter);
        }

        Touch();
        try
        {
            // The limit is for a control plane that is away: whoever tells proxies something must not wait
            // for it.
            await (reach == PublishReach.EveryProxy
                ? waiter.Done.Task.WaitAsync(AcknowledgeTimeout * 2, time, cancellation)
                : waiter.Done.Task.WaitAsync(cancellation));
        }
        catch (TimeoutException)
        {
            lock (_waitersLock)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    /// <summary>Publishes until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        string? published = null;
        while (true)
        {
            await _changed.WaitAsync(cancellation);
            List<Waiter> waiters;
            lock (_waitersLock)
            {
                waiters = _waiters;
                _waiters = [];
            }

            var objects = buildObjects();
            try
            {
                var everyProxy = waiters.Exists(waiter => waiter.Reach == PublishReach.EveryProxy);
                if (objects != published || everyProxy)
                {
                    await controlPlane.PutRuntimeAsync(
                        objects, everyProxy ? AcknowledgeTimeout : null, cancellation);
                    published = objects;
                    Refusal = null;
                }

                waiters.ForEach(waiter => waiter.Done.TrySetResult());
            }
            catch (ControlPlaneUnavailableException exception)
            {
                Refusal = exception.IsRefusal ? exception.Message : Refusal;
                // A control plane that was started anew has our last set on disk, but not what changed since.
                published = null;
                lock (_waitersLock)
                {
                    _waiters.InsertRange(0, waiters);
                }

                await Task.Delay(RetryInterval, time, cancellation);
                Touch();
            }
        }
    }

    private sealed record Waiter(PublishReach Reach)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
