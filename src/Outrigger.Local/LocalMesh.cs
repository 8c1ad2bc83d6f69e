using System.Net;
using Outrigger.Local.Api;
using Outrigger.Local.Deployments;
using Outrigger.Local.Networking;
using Outrigger.Local.Pods;
using Outrigger.Local.Processes;
using Outrigger.Local.Sidecars;
using Outrigger.Local.Supervision;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Deployments;
using Outrigger.Resources.Kubernetes.Services;

namespace Outrigger.Local;

/// <summary>
/// The kubelet and the controllers of one machine: keeps the pods that the control plane's Deployments ask
/// for, and tells the control plane of them. Three loops: watch the configuration, reconcile pods with it,
/// publish what is.
/// </summary>
internal sealed class LocalMesh : IAsyncDisposable
{
    private static readonly TimeSpan WatchRetryInterval = TimeSpan.FromMilliseconds(100);

    private readonly IControlPlane _controlPlane;
    private readonly IMeshNetwork _network;
    private readonly DeploymentPlanner _planner;
    private readonly TimeProvider _time;
    private readonly RuntimePublisher _publisher;
    private readonly PodServices _services;
    private readonly WakeUp _reconcile = new();
    private readonly WakeUp _settle = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<ResourceKey, PodRunner> _pods = [];
    private readonly HashSet<ResourceKey> _stoppingPods = [];
    private readonly List<Task> _loops = [];
    private volatile bool _isReconciled;
    private MeshConfiguration _configuration = MeshConfiguration.Empty;

    /// <summary>Prepares the mesh; <see cref="Start"/> brings it to life.</summary>
    public LocalMesh(
        IControlPlane controlPlane,
        IMeshNetwork network,
        ProcessLauncher launcher,
        PodProcesses processes,
        ProcessesFile processesFile,
        TimeProvider time,
        Random random)
    {
        _controlPlane = controlPlane;
        _network = network;
        _time = time;
        _planner = new DeploymentPlanner(processesFile, random);
        _publisher = new RuntimePublisher(BuildObjects, controlPlane, time);
        _services = new PodServices
        {
            Launcher = launcher,
            Network = network,
            Processes = processes,
            Time = time,
            Changed = OnPodChanged,
            PublishAsync = _publisher.FlushAsync,
            AttachAsync = AttachAsync,
        };
    }

    /// <summary>Raised, from any thread, when a pod or the configuration changed.</summary>
    public event Action? Changed;

    /// <summary>The pods as they are now, in the order of their namespaces and names.</summary>
    public IReadOnlyList<PodState> Pods
    {
        get
        {
            lock (_lock)
            {
                return
                [
                    .. _pods.Values.Select(runner => runner.State)
                        .OrderBy(state => state.Plan.Namespace, StringComparer.Ordinal)
                        .ThenBy(state => state.Plan.Name, StringComparer.Ordinal),
                ];
            }
        }
    }

    /// <summary>The Deployments that the processes file does not map to a command.</summary>
    public IReadOnlyList<ResourceKey> UnmappedDeployments
    {
        get
        {
            lock (_lock)
            {
                var unmapped = _planner.Unmapped(_configuration.Deployments);
                return [.. unmapped.Select(deployment => deployment.Key)];
            }
        }
    }

    /// <summary>What is wrong with the configuration, one line each.</summary>
    public IReadOnlyList<string> ConfigurationErrors
    {
        get
        {
            lock (_lock)
            {
                return _configuration.Errors;
            }
        }
    }

    /// <summary>Why the control plane does not take our pods; null when it does.</summary>
    public string? Refusal => _publisher.Refusal;

    /// <summary>
    /// Whether every pod is ready and every proxy has been told so: requests from outside find their way.
    /// </summary>
    public bool IsSettled { get; private set; }

    /// <summary>Completes when one of the mesh's loops ended; faulted when it failed.</summary>
    public Task Ended => Task.WhenAny(_loops).Unwrap();

    /// <summary>Starts the gateway and the loops.</summary>
    public void Start(PodPlan gateway)
    {
        _loops.Add(Guard(WatchAsync));
        _loops.Add(Guard(ReconcileAsync));
        _loops.Add(Guard(SettleAsync));
        _loops.Add(Guard(_publisher.RunAsync));
        StartPod(gateway);
    }

    /// <summary>
    /// Stops the gateway first, so that no request comes in any more, then all other pods at once.
    /// </summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_loops);
        var runners = Runners();
        await Task.WhenAll(runners.Where(IsGateway).Select(runner => runner.StopAsync(urgently: true)));
        await Task.WhenAll(
            runners.Where(runner => !IsGateway(runner)).Select(runner => runner.StopAsync(urgently: true)));

        static bool IsGateway(PodRunner runner) => runner.State.Plan.IsGateway;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var runner in Runners())
        {
            await runner.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private List<PodRunner> Runners()
    {
        lock (_lock)
        {
            return [.. _pods.Values];
        }
    }

    private async Task Guard(Func<CancellationToken, Task> loop)
    {
        try
        {
            await loop(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The mesh stops.
        }
    }

    private async Task WatchAsync(CancellationToken cancellation)
    {
        long known = -1;
        while (true)
        {
            try
            {
                var status = await _controlPlane.WaitForChangeAsync(known, cancellation);
                known = status.Version;
                var configuration = new MeshConfiguration(
                    status.Errors,
                    await _controlPlane.ListAsync<DeploymentSpec>(cancellation),
                    await _controlPlane.ListAsync<ServiceSpec>(cancellation));
                lock (_lock)
                {
                    _configuration = configuration;
                }

                _network.SetHosts(ServiceHosts.Of(configuration.Services));
                _reconcile.Set();
                _publisher.Touch();
                Changed?.Invoke();
            }
            catch (ControlPlaneUnavailableException)
            {
                // What runs goes on running. A control plane that comes back is asked for everything again.
                known = -1;
                await Task.Delay(WatchRetryInterval, _time, cancellation);
            }
        }
    }

    private async Task ReconcileAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _reconcile.WaitAsync(cancellation);
            MeshConfiguration configuration;
            lock (_lock)
            {
                configuration = _configuration;
            }

            var changes = _planner.Plan(configuration.Deployments, Pods);
            foreach (var plan in changes.Create)
            {
                StartPod(plan);
            }

            foreach (var key in changes.Delete)
            {
                _ = StopPodAsync(key);
            }

            _isReconciled = !ReferenceEquals(configuration, MeshConfiguration.Empty);
            _settle.Set();
        }
    }

    private async Task SettleAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _settle.WaitAsync(cancellation);
            var ready = _isReconciled && Pods.All(pod => pod.IsReady);
            if (ready == IsSettled)
            {
                continue;
            }

            if (ready)
            {
                await _publisher.FlushAsync(PublishReach.EveryProxy, cancellation);
            }

            IsSettled = ready;
            Changed?.Invoke();
        }
    }

    private void StartPod(PodPlan plan)
    {
        var runner = new PodRunner(plan, _services);
        lock (_lock)
        {
            _pods.Add(plan.Key, runner);
        }

        runner.Start();
    }

    private async Task StopPodAsync(ResourceKey key)
    {
        PodRunner? runner;
        lock (_lock)
        {
            // The planner names a pod again until it sees it terminating.
            if (!_pods.TryGetValue(key, out runner) || !_stoppingPods.Add(key))
            {
                return;
            }
        }

        await runner.StopAsync(urgently: false);
        lock (_lock)
        {
            _pods.Remove(key);
            _stoppingPods.Remove(key);
        }

        await runner.DisposeAsync();
        OnPodChanged();
    }

    private async Task<PodNetwork> AttachAsync(PodPlan plan, CancellationToken cancellation)
    {
        if (!plan.IsGateway)
        {
            return await _network.AttachAsync(plan.Name, cancellation);
        }

        // The gateway is the mesh's door to the machine: it stands on the machine's own loopback address.
        return new PodNetwork
        {
            Index = 1,
            PodAddress = IPAddress.Loopback,
            ApplicationBindAddress = IPAddress.Loopback,
            ApplicationAddress = IPAddress.Loopback,
            AdminAddress = _network.LoopbackAddress,
            OpenSocket = PodNetwork.OpenMachineSocket,
        };
    }

    private void OnPodChanged()
    {
        _reconcile.Set();
        _settle.Set();
        _publisher.Touch();
        Changed?.Invoke();
    }

    private string BuildObjects()
    {
        var pods = Pods.Where(pod => pod.Phase != PodPhase.Gone).ToList();
        IReadOnlyList<ResourceObject<ServiceSpec>> services;
        lock (_lock)
        {
            services = _configuration.Services;
        }

        return ResourceWriter.ToJsonList(
        [
            .. pods.Select(PodObjects.Build),
            .. services.SelectMany(service => EndpointSlices.Build(service, pods)),
        ]);
    }

    /// <summary>What the control plane's configuration says to this machine.</summary>
    private sealed record MeshConfiguration(
        IReadOnlyList<string> Errors,
        IReadOnlyList<ResourceObject<DeploymentSpec>> Deployments,
        IReadOnlyList<ResourceObject<ServiceSpec>> Services)
    {
        public static MeshConfiguration Empty { get; } = new([], [], []);
    }
}
