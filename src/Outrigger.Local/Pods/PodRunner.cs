using System.Net.Sockets;
using Outrigger.Local.Networking;
using Outrigger.Local.Probes;
using Outrigger.Local.Sidecars;
using Outrigger.Local.Supervision;

namespace Outrigger.Local.Pods;

/// <summary>
/// Lives one pod's life: (1) takes its addresses, (2) makes it known, so that the control plane knows whom it
/// configures, (3) starts the proxy, (4) waits until the proxy serves, (5) starts the application, (6) probes
/// both until (7) it is stopped: taken out of every proxy's endpoints first, then the application, then the
/// proxy.
/// </summary>
internal sealed class PodRunner : IAsyncDisposable
{
    // While something starts, it is asked often: a mesh that is up should not wait for a probe's period to
    // say so.
    private static readonly TimeSpan StartingPeriod = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ProxyPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ProxyTimeout = TimeSpan.FromSeconds(1);

    private readonly PodServices _services;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _stateLock = new();
    private readonly CancellationTokenSource _ended = new();
    private PodState _state;
    private Task _running = Task.CompletedTask;
    private Task? _stopped;
    private SupervisedProcess? _proxy;
    private SupervisedProcess? _application;

    /// <summary>Prepares the pod; <see cref="Start"/> begins its life.</summary>
    public PodRunner(PodPlan plan, PodServices services)
    {
        _services = services;
        _state = new PodState { Plan = plan, CreatedAt = services.Time.GetUtcNow() };
    }

    /// <summary>The pod as it is now.</summary>
    public PodState State
    {
        get
        {
            lock (_stateLock)
            {
                return _state;
            }
        }
    }

    private PodPlan Plan => State.Plan;

    /// <summary>Begins the pod's life.</summary>
    public void Start() => _running = RunAsync();

    /// <summary>Ends the pod's life; completes when nothing of it is left. Safe to call again.</summary>
    /// <param name="urgently">
    /// Whether the whole mesh stops, so that nobody is left to send requests and nobody needs to be told.
    /// </param>
    public Task StopAsync(bool urgently)
    {
        lock (_stateLock)
        {
            return _stopped ??= StopOnceAsync(urgently);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(urgently: true);
        _stopping.Dispose();
        _ended.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            var network = await _services.AttachAsync(Plan, _stopping.Token);
            Update(state => state with { Network = network });
            await _services.PublishAsync(PublishReach.ControlPlane, _stopping.Token);

            await StartProxyAsync(network);
            if (!Plan.IsGateway)
            {
                await WaitForProxyAsync(_stopping.Token);
                await StartApplicationAsync(network);
            }

            Update(state => state.Phase == PodPhase.Pending
                ? state with { Phase = PodPhase.Running }
                : state);
        }
        catch (OperationCanceledException)
        {
            // Stopped before it was up; the stop takes down what there is.
        }
        catch (Exception exception)
        {
            // One pod's trouble, ours or the user's, is that pod's: it is shown, and the others go on.
            Update(state => state with { Phase = PodPhase.Failed, Problem = exception.Message });
        }
    }

    private async Task StartProxyAsync(PodNetwork network)
    {
        var spec = _services.Processes.PrepareProxy(Plan, network);
        _proxy = Supervise(spec, status =>
            Update(state => state with
            {
                Proxy = status,
                ProxyReady = state.ProxyReady && status.Phase == ProcessPhase.Running,
            }));
        await _proxy.StartAsync();
        _ = WatchProxyAsync(network);
    }

    private async Task StartApplicationAsync(PodNetwork network)
    {
        var spec = _services.Processes.PrepareApplication(Plan, network);
        _application = Supervise(spec, status =>
            Update(state => state with
            {
                Application = status,
                ApplicationReady = state.ApplicationReady && status.Phase == ProcessPhase.Running,
                Problem = status.Phase == ProcessPhase.BackOff
                    ? ExitStatuses.Describe(status.LastExitStatus ?? 0)
                    : state.Problem,
            }));
        await _application.StartAsync();
        _ = WatchApplicationAsync(network);
    }

    private SupervisedProcess Supervise(ProcessSpec spec, Action<ProcessStatus> changed) =>
        new(_services.Launcher, spec, RestartPolicy.Always, _services.Time, changed);

    private async Task WaitForProxyAsync(CancellationToken cancellation)
    {
        while (!State.ProxyReady)
        {
            await Task.Delay(StartingPeriod, _services.Time, cancellation);
        }
    }

    private async Task WatchProxyAsync(PodNetwork network)
    {
        using var client = PodHttpClient.Create(network);
        var url = new Uri($"http://{network.AdminAddress}:{ProxyPorts.Admin}/ready");
        await PollAsync(async cancellation =>
        {
            var ready = await IsProxyReadyAsync(client, url, cancellation);
            Update(state => state with { ProxyReady = ready && state.Proxy?.Phase == ProcessPhase.Running });
            return ready ? ProxyPeriod : StartingPeriod;
        });
    }

    private static async Task<bool> IsProxyReadyAsync(
        HttpClient client, Uri url, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(ProxyTimeout);
        try
        {
            using var response = await client.GetAsync(url, deadline.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    private async Task WatchApplicationAsync(PodNetwork network)
    {
        using var probe = new ReadinessProbe(Plan, network);
        var counter = new ProbeCounter(probe.SuccessThreshold, probe.FailureThreshold);
        var firstDelay = probe.InitialDelay;
        var isStarting = true;
        await PollAsync(async cancellation =>
        {
            if (firstDelay > TimeSpan.Zero)
            {
                await Task.Delay(firstDelay, _services.Time, cancellation);
                firstDelay = TimeSpan.Zero;
            }

            var restartsBefore = State.Application?.RestartCount;
            var outcome = await probe.AskAsync(cancellation);
            if (State.Application is not { Phase: ProcessPhase.Running } application
                || application.RestartCount != restartsBefore)
            {
                counter.Reset();
                isStarting = true;
                return StartingPeriod;
            }

            var ready = counter.Add(outcome.Passed);
            Update(state => state with { ApplicationReady = ready, Problem = outcome.Reason });
            isStarting &= !ready;
            return isStarting ? StartingPeriod : probe.Period;
        });
    }

    /// <summary>
    /// Repeats the action, each time after the wait that it asked for, until the pod has ended.
    /// </summary>
    private async Task PollAsync(Func<CancellationToken, Task<TimeSpan>> action)
    {
        var cancellation = _ended.Token;
        try
        {
            while (true)
            {
                await Task.Delay(await WaitAfterAsync(action, cancellation), _services.Time, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The pod has ended, and with it what there was to ask.
        }
    }

    private async Task<TimeSpan> WaitAfterAsync(
        Func<CancellationToken, Task<TimeSpan>> action, CancellationToken cancellation)
    {
        try
        {
            return await action(cancellation);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            // A fault of ours in asking must be seen, and must not end the asking.
            Update(state => state with { Problem = $"cannot probe: {exception.Message}" });
            return ProxyPeriod;
        }
    }

    private async Task StopOnceAsync(bool urgently)
    {
        // Off the lock that the caller holds.
        await Task.Yield();
        await _stopping.CancelAsync();
        await _running;
        Update(state => state with { Phase = PodPhase.Terminating });
        if (!urgently)
        {
            await _services.PublishAsync(PublishReach.EveryProxy, CancellationToken.None);
            await Task.Delay(_services.RemovalGrace, _services.Time);
        }

        // The proxy outlives the application, so that what the application still answers finds its way out.
        if (_application is { } application)
        {
            await application.StopAsync(urgently ? _services.UrgentGrace : Plan.TerminationGrace);
        }

        if (_proxy is { } proxy)
        {
            await proxy.StopAsync(urgently ? _services.UrgentGrace : PodProcesses.ProxyDrainTime * 2);
        }

        await _ended.CancelAsync();
        _application?.Dispose();
        _proxy?.Dispose();
        if (State.Network is { } network && !Plan.IsGateway)
        {
            await _services.Network.DetachAsync(network);
        }

        _services.Processes.Forget(Plan);
        Update(state => state with { Phase = PodPhase.Gone, ProxyReady = false, ApplicationReady = false });
    }

    private void Update(Func<PodState, PodState> change)
    {
        lock (_stateLock)
        {
            var changed = change(_state);
            if (changed == _state)
            {
                return;
            }

            _state = changed;
        }

        _services.Changed();
    }
}
