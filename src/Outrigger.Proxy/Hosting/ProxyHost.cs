using System.Net.Sockets;
using System.Runtime.InteropServices;
using Outrigger.Proxy.Admin;
using Outrigger.Proxy.Bootstrap;
using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Identity;
using Outrigger.Proxy.Identity.Secrets;
using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Overload;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Workers;
using Outrigger.Xds.Client;

namespace Outrigger.Proxy.Hosting;

/// <summary>
/// <c>--mode serve</c>: puts workers, control side, administration server and management connection together,
/// serves until a signal or <c>/quitquitquit</c>, and takes everything down in order.
/// </summary>
internal sealed class ProxyHost
{
    private readonly ProxyOptions _options;
    private readonly ProxyWorld _world;
    private readonly EventLog _log;

    /// <summary>Makes the host; <see cref="RunAsync"/> does everything.</summary>
    public ProxyHost(ProxyOptions options, ProxyWorld world)
    {
        _options = options;
        _world = world;
        _log = world.Log;
    }

    /// <summary>Serves.</summary>
    /// <returns>The exit status: 0 after a clean end, 1 when the start failed.</returns>
    public async Task<int> RunAsync()
    {
        var overload = new OverloadState();
        using var workers = new WorkerPool(new WorkerPoolOptions
        {
            Concurrency = _options.Concurrency,
            DrainTimeMs = _options.DrainTimeSeconds * 1000,
            TimeProvider = _world.Time,
            Overload = overload,
            Seed = SystemRandom.NextSeed(),
            Log = _log,
            OnFault = exception =>
                _log.Error("worker", "a connection failed by our fault", ("exception", exception)),
        });
        var dataPath = new WorkerDataPath(workers);
        ProxySetup setup = ProxySetup.Create(_options, _world, _ => dataPath);
        if (setup.HasErrors)
        {
            return Refuse(setup);
        }

        using var memory = new ProcessMemory();
        using OverloadMonitor monitor = CreateMonitor(setup.Config, overload, memory, workers);
        workers.Start();
        await using WorkloadIdentity? identity = IdentitySetup.Create(setup, _world);
        var process = new ProxyProcess(workers, dataPath, setup.Manager, _log);
        AdminServer? admin = TryOpenAdmin(setup, process, workers, identity, out bool isRefused);
        if (isRefused || !IdentitySetup.TryOpenSecretServer(setup, identity, out SecretServer? secrets))
        {
            return 1;
        }

        using (admin)
        using (secrets)
        {
            secrets?.Start();
            AddStatistics(setup, process);
            setup.Context.Stats.AddSource(monitor);
            monitor.Start(_world.Time);
            admin?.Start();
            return await ServeAsync(setup, process, identity);
        }
    }

    /// <summary>Without an overload manager in the bootstrap, the limit of the container is kept to.</summary>
    private OverloadMonitor CreateMonitor(
        BootstrapConfig config, OverloadState overload, IMemoryUsage memory, WorkerPool workers)
    {
        OverloadModel model = config.Overload ?? OverloadModel.ForContainer(MemoryLimit.Read());
        RuntimeValues runtime = config.Runtime;
        // Envoy counts by the runtime value only where no monitor says how many there may be.
        overload.AllConnections = new ConnectionLimit(
            model.DownstreamConnectionsMax > 0 ? model.DownstreamConnectionsMax : runtime.DownstreamConnectionsMax);
        overload.ConnectionsOfListeners = runtime.ListenerConnectionsMax.ToDictionary(
            limit => limit.Key, limit => new ConnectionLimit(limit.Value), StringComparer.Ordinal);
        return new OverloadMonitor(model, overload, memory, workers.Shed, _log);
    }

    private async Task<int> ServeAsync(ProxySetup setup, ProxyProcess process, WorkloadIdentity? identity)
    {
        using PosixSignalRegistration terminate = OnSignal(PosixSignal.SIGTERM, () =>
        {
            if (!process.QuitAfterDrain())
            {
                _log.Warning("main", "second SIGTERM, ending at once");
                Environment.Exit(0);
            }
        });
        using PosixSignalRegistration interrupt = OnSignal(PosixSignal.SIGINT, process.Quit);
        _log.Info(
            "main", "starting", ("version", ProgramVersion.Number), ("concurrency", _options.Concurrency),
            ("node", setup.Config.Node.Id));
        StateFile? file = _options.StateDirectory is { } directory ? new StateFile(directory, _log) : null;
        LoadSaved(setup, file);
        ManagementConnection? connection = Connect(setup);
        using StateKeeper? keeper = file is null
            ? null
            : new StateKeeper(setup.Manager, setup.Context, file, setup.Config.Node.Id);
        setup.Manager.Start(connection is null ? new NoDiscovery() : connection);
        identity?.Start();
        bool waits = connection is { NeedsIdentity: true } && identity is not null;
        connection?.Run(waits ? identity!.FirstCertificate : Task.CompletedTask);
        IReadOnlyList<ListenFailure> failures = await setup.Manager.LastApply;
        if (failures.Any(failure => IsStatic(setup, failure.ListenerName)))
        {
            _log.Write(LogLevel.Critical, "main", "a listener of the bootstrap cannot be opened, ending");
            return 1;
        }

        _ = ReleaseStartMemoryAsync(setup, process);
        bool drains = await process.End;
        if (drains)
        {
            await process.DrainAsync();
        }

        await using (connection)
        {
            _log.Info("main", "ending");
        }

        return 0;
    }

    private static bool IsStatic(ProxySetup setup, string listener) => setup.Context.Gate.Read(
        () => setup.Manager.Listeners.Entries.Any(entry => entry.IsStatic && entry.Name == listener));

    private static int Refuse(ProxySetup setup)
    {
        foreach (SourceMessage message in setup.Messages)
        {
            Console.Error.WriteLine(message);
        }

        Console.Error.WriteLine("outrigger-proxy: the configuration is invalid, nothing was started");
        return 1;
    }

    private AdminServer? TryOpenAdmin(
        ProxySetup setup, ProxyProcess process, WorkerPool workers, WorkloadIdentity? identity, out bool isRefused)
    {
        isRefused = false;
        if (setup.Config.AdminAddress is not { } address)
        {
            return null;
        }

        try
        {
            var server = new AdminServer(address, AdminRoutes(setup, process, workers, identity), _log, _world.Time);
            _log.Info("admin", "listening", ("address", server.LocalEndPoint));
            return server;
        }
        catch (SocketException exception)
        {
            isRefused = true;
            Console.Error.WriteLine(
                $"outrigger-proxy: cannot listen on the admin address {address}: {exception.Message}");
            return null;
        }
    }

    private AdminRouter AdminRoutes(
        ProxySetup setup, ProxyProcess process, WorkerPool workers, WorkloadIdentity? identity)
    {
        ControlGate gate = setup.Context.Gate;
        var dump = new ConfigDumpBuilder(setup.Manager, setup.Document.Message, _world.Time.GetUtcNow());
        var listeners = new ListenersCommand(
            setup.Manager, listener => workers.BoundAddressesAsync(listener.Name).GetAwaiter().GetResult());
        return new AdminRouter(
            [
                .. new StatsCommands(setup.Context.Stats).All,
                .. new ProcessCommands(process, _log, _options, setup.Config.Node, _world.Time).All,
                new ConfigDumpCommand(dump, gate, setup.Context.Unimplemented).Command,
                new ClustersCommand(setup.Manager, gate).Command,
                listeners.Command,
                new InitDumpCommand(setup.Manager, gate).Command,
                new CertificatesCommand(setup.Manager.TlsContexts, identity, _world.Time).Command,
            ],
            _log);
    }

    private void AddStatistics(ProxySetup setup, ProxyProcess process)
    {
        setup.Context.Stats.AddSource(new ServerStats(
            _world.Time, _options.Concurrency, () => (int)process.State, () => _log.DroppedCount));
        setup.Context.Stats.AddSource(new MembershipStats(setup.Manager));
    }

    /// <summary>
    /// Takes the saved resources at once: a proxy whose server is gone serves as it did before its restart.
    /// </summary>
    private void LoadSaved(ProxySetup setup, StateFile? file)
    {
        if (setup.Config.ManagementServer is null || file?.Load(setup.Config.Node.Id) is not { } state)
        {
            return;
        }

        foreach (ResourceUpdate update in state.Updates)
        {
            foreach (ResourceRejection rejection in setup.Manager.Take(update))
            {
                _log.Warning("state", "a saved resource is not used", ("rejection", rejection));
            }
        }

        _log.Info(
            "state", "serving the saved resources until the management server says otherwise",
            ("file", file.FilePath), ("resources", state.Updates.Sum(update => update.Resources.Count)));
    }

    private static ManagementConnection? Connect(ProxySetup setup)
    {
        if (setup.Config.ManagementServer is not { } server)
        {
            return null;
        }

        SavedState accepted =
            setup.Context.Gate.Read(() => AcceptedState.Capture(setup.Manager, setup.Config.Node.Id));
        return new ManagementConnection(
            server, setup.Config.Node, setup.Manager, setup.Context, AcceptedState.ToKnown(accepted));
    }

    /// <summary>
    /// Gives memory back when the start is over, or has gone as far as it can without its server.
    /// </summary>
    private async Task ReleaseStartMemoryAsync(ProxySetup setup, ProxyProcess process)
    {
        await Task.WhenAny(setup.Manager.Live, Task.Delay(TimeSpan.FromSeconds(10), _world.Time));
        await Task.WhenAny(process.End, Task.Delay(TimeSpan.FromSeconds(2), _world.Time));
        if (!process.End.IsCompleted)
        {
            StartMemory.Release(_log);
        }
    }

    private static PosixSignalRegistration OnSignal(PosixSignal signal, Action action) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            action();
        });
}
