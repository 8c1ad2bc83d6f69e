using System.Net;
using System.Net.Sockets;
using Outrigger.ControlPlane.Client;
using Outrigger.Local.Api;
using Outrigger.Local.Identity;
using Outrigger.Local.Networking;
using Outrigger.Local.Pods;
using Outrigger.Local.Processes;
using Outrigger.Local.Sidecars;
using Outrigger.Local.Supervision;
using Outrigger.Local.Views;
using Spectre.Console;

namespace Outrigger.Local;

/// <summary>
/// Runs a whole mesh on this machine until it is told to stop: (1) checks what was asked, (2) takes the state
/// folder and removes what an earlier run left, (3) takes addresses, (4) starts the control plane, (5) starts
/// gateway and pods, (6) shows them, and (7) stops everything in the reverse order.
/// </summary>
public sealed class MeshRunner(MeshRunnerOptions options, TimeProvider time, IAnsiConsole console)
{
    private static readonly TimeSpan ControlPlaneStartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ControlPlaneStopGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    // Where the sidecars' files are in redirect mode: their user may not enter root's home.
    private const string SharedFolder = "/var/lib/outrigger";

    /// <summary>Runs the mesh until <paramref name="stop"/> is cancelled.</summary>
    /// <exception cref="LocalRuntimeException">The mesh cannot be run as asked.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var bundle = SampleBundle.Resolve(options);
        var processes = LoadProcesses(bundle.ProcessesFile);
        var proxy = ProxyProgram.Find(options.ProxyPath);
        if (options.Interception == InterceptionMode.Redirect
            && NamespaceNetwork.FindObstacle() is { } obstacle)
        {
            throw new LocalRuntimeException(obstacle);
        }

        using var state = MeshHome.Take(options.StateDirectory);
        await CleanAsync(state, stop);
        CheckHttpPort(options.HttpPort);

        using var lease = AddressLease.Take(AddressLease.PreferredFor(state.Path));
        await using var network = await CreateNetworkAsync(lease, state);
        using var launcher = new ProcessLauncher(state.MeshId);
        var folders = FoldersOf(state);
        using var credentials = new WorkloadCredentials(state, folders, time);
        var podProcesses = CreatePodProcesses(state, proxy, folders, network, credentials);

        var view = new WakeUp();
        using var controlPlane = CreateControlPlane(state, launcher, bundle, network, view);
        using var management = new ManagementClient(state.Path);
        var client = new ControlPlaneClient(management);
        await using var mesh = new LocalMesh(
            client, network, launcher, podProcesses, processes, time, new Random());
        mesh.Changed += view.Set;
        using var ending = new CancellationTokenSource();
        var refreshing = credentials.RunAsync(ending.Token);
        try
        {
            credentials.WritePublicKeys();
            await StartControlPlaneAsync(controlPlane, client, state, stop);
            podProcesses.ControlPlane.TrustDomain = (await management.AuthorityAsync(stop)).TrustDomain;
            mesh.Start(IngressGateway.Plan(options.HttpPort));
            await ShowUntilStoppedAsync(mesh, controlPlane, bundle, view, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            console.WriteLine("stopping…");
        }
        finally
        {
            await mesh.StopAsync();
            await controlPlane.StopAsync(ControlPlaneStopGrace);
            await ending.CancelAsync();
            await refreshing.ContinueWith(_ => { }, CancellationToken.None, default, TaskScheduler.Default);
            DeleteSharedFolder(state);
        }
    }

    private static void DeleteSharedFolder(MeshHome state)
    {
        var folder = Path.Combine(SharedFolder, state.MeshId);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ProcessesFile LoadProcesses(string path)
    {
        var result = ProcessesFile.Load(path);
        return result.File ?? throw new LocalRuntimeException(
            string.Join(Environment.NewLine, result.Diagnostics.Select(diagnostic => diagnostic.ToString())));
    }

    private async Task CleanAsync(MeshHome state, CancellationToken stop)
    {
        var ended = await LeftoverProcesses.EndAsync(state.MeshId, time, stop);
        if (ended > 0)
        {
            console.WriteLine($"ended {ended} processes that an earlier run left");
        }

        await NamespaceNetwork.RemoveLeftoversAsync(state.MeshId);
        state.Clean();
        DeleteSharedFolder(state);
        File.WriteAllText(state.IngressFile, IngressGateway.ToYaml(options.HttpPort));
    }

    private static void CheckHttpPort(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(1);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new LocalRuntimeException(
                $"only root may listen on port {port}; choose one from 1024 with --http-port", exception);
        }
        catch (SocketException exception)
        {
            throw new LocalRuntimeException(
                $"port {port} of 127.0.0.1 is in use; choose another with --http-port", exception);
        }
    }

    private async Task<IMeshNetwork> CreateNetworkAsync(AddressLease lease, MeshHome state) =>
        options.Interception == InterceptionMode.Redirect
            ? await NamespaceNetwork.CreateAsync(lease, state.MeshId)
            : new LoopbackNetwork(lease);

    private PodFolders FoldersOf(MeshHome state) => new(
        state.Logs,
        options.Interception == InterceptionMode.None
            ? state.Pods
            : Path.Combine(SharedFolder, state.MeshId, "pods"));

    private PodProcesses CreatePodProcesses(
        MeshHome state, ProxyProgram proxy, PodFolders folders, IMeshNetwork network, WorkloadCredentials credentials)
    {
        var access = new ControlPlaneAccess(
            new IPEndPoint(network.ControlPlaneAddress, options.TlsPort ?? ProxyPorts.SecureXds),
            options.CertificateLifetime);
        var program = options.Interception == InterceptionMode.None
            ? proxy
            : proxy.CopyTo(Path.Combine(SharedFolder, state.MeshId, "bin"));
        return new PodProcesses(program, folders, options.Interception, access, credentials);
    }

    private SupervisedProcess CreateControlPlane(
        MeshHome state, ProcessLauncher launcher, SampleBundle bundle, IMeshNetwork network, WakeUp view)
    {
        List<string> command =
        [
            .. options.OutriggerCommand.Count > 0 ? options.OutriggerCommand : ThisProgram(),
            "control-plane",
            "--state-dir", state.Path,
            "--xds-address", network.ControlPlaneAddress.ToString(),
            "--tls-port", $"{options.TlsPort ?? ProxyPorts.SecureXds}",
            // Clear text is for this machine's own processes; what goes over a bridge is encrypted.
            .. IPAddress.IsLoopback(network.ControlPlaneAddress)
                ? ["--xds-port", $"{options.XdsPort ?? ProxyPorts.Xds}"]
                : (string[])["--no-clear-text"],
            .. options.AuthorityFolder is { } folder ? ["--ca-dir", folder] : Array.Empty<string>(),
            "-f", state.IngressFile,
        ];
        foreach (var path in bundle.ConfigPaths)
        {
            command.AddRange(["-f", path]);
        }

        var spec = new ProcessSpec
        {
            Name = "control plane",
            Command = command,
            WorkingDirectory = Environment.CurrentDirectory,
            LogFile = Path.Combine(state.Logs, "control-plane.log"),
        };
        return new SupervisedProcess(launcher, spec, options.ControlPlaneRestart, time, _ => view.Set());
    }

    private async Task StartControlPlaneAsync(
        SupervisedProcess controlPlane, ControlPlaneClient client, MeshHome state, CancellationToken stop)
    {
        await controlPlane.StartAsync();
        var deadline = time.GetUtcNow() + ControlPlaneStartTimeout;
        while (!await client.IsReadyAsync(stop))
        {
            if (controlPlane.Status.LastExitStatus is { } status)
            {
                throw new LocalRuntimeException(
                    $"the control plane ended at once ({ExitStatuses.Describe(status)}); its last words:"
                    + Environment.NewLine + LastLines(Path.Combine(state.Logs, "control-plane.log")));
            }

            if (time.GetUtcNow() > deadline)
            {
                throw new LocalRuntimeException(
                    $"the control plane was not ready after {ControlPlaneStartTimeout.TotalSeconds:0} s; "
                    + $"see {Path.Combine(state.Logs, "control-plane.log")}");
            }

            await Task.Delay(PollInterval, time, stop);
        }
    }

    private async Task ShowUntilStoppedAsync(
        LocalMesh mesh,
        SupervisedProcess controlPlane,
        SampleBundle bundle,
        WakeUp changed,
        CancellationToken stop)
    {
        var url = $"http://127.0.0.1:{options.HttpPort}{bundle.PagePath}";
        MeshSummary Summary() => MeshSummary.Of(mesh, controlPlane.Status, url);
        async Task ShowAsync(IMeshView view)
        {
            while (true)
            {
                view.Show(Summary());
                var wake = changed.WaitAsync(stop);
                if (await Task.WhenAny(wake, mesh.Ended) == mesh.Ended)
                {
                    await mesh.Ended;
                }

                await wake;
            }
        }

        console.WriteLine($"state and logs: {Path.GetFullPath(options.StateDirectory)}");
        if (options.NoTable || !console.Profile.Capabilities.Interactive)
        {
            await ShowAsync(new LineView(console.Profile.Out.Writer));
        }
        else
        {
            await console.Live(TableView.Render(Summary()))
                .StartAsync(display => ShowAsync(new TableView(display)));
        }
    }

    private static string[] ThisProgram()
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileName(program) == "dotnet"
            ? [program, Path.GetFullPath(Environment.GetCommandLineArgs()[0])]
            : [program];
    }

    private static string LastLines(string file)
    {
        const int count = 15;
        return File.Exists(file)
            ? string.Join(Environment.NewLine, File.ReadLines(file).TakeLast(count))
            : "";
    }
}
