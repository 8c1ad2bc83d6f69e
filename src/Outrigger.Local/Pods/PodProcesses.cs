using System.Globalization;
using Outrigger.Local.Identity;
using Outrigger.Local.Networking;
using Outrigger.Local.Processes;
using Outrigger.Local.Sidecars;
using Outrigger.Local.Supervision;

namespace Outrigger.Local.Pods;

/// <summary>Turns a pod into the two processes that it consists of.</summary>
/// <param name="Proxy">The proxy program.</param>
/// <param name="Folders">Where files go.</param>
/// <param name="Mode">How traffic is brought to the sidecars.</param>
/// <param name="ControlPlane">How proxies reach the control plane.</param>
/// <param name="Credentials">Gives proxies what they prove themselves with.</param>
internal sealed record PodProcesses(
    ProxyProgram Proxy,
    PodFolders Folders,
    InterceptionMode Mode,
    ControlPlaneAccess ControlPlane,
    WorkloadCredentials Credentials)
{
    /// <summary>How long a proxy that was asked to end goes on serving connections that are open.</summary>
    public static readonly TimeSpan ProxyDrainTime = TimeSpan.FromSeconds(5);

    // Variables by which HTTP clients would find a way round the sidecar, or into a proxy that is none of
    // ours.
    private static readonly string[] ProxyVariables =
    [
        "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY",
        "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
    ];

    private static readonly ProcessIdentity SidecarIdentity =
        new(RedirectRules.SidecarUserId, RedirectRules.SidecarUserId);

    /// <summary>Writes the proxy's files and says how to start it.</summary>
    public ProcessSpec PrepareProxy(PodPlan plan, PodNetwork network)
    {
        var identity = Mode == InterceptionMode.Redirect && !plan.IsGateway ? SidecarIdentity : null;
        Folders.Create(plan, identity);
        var bootstrap = Folders.BootstrapOf(plan);
        File.WriteAllText(bootstrap, ProxyBootstrap.ToJson(plan, network, Mode, ControlPlane, Folders));
        return new ProcessSpec
        {
            Name = $"{plan.Name}/proxy",
            Command =
            [
                .. Proxy.Command,
                "-c", bootstrap,
                "--concurrency", "1",
                "--state-dir", Folders.StateOf(plan),
                "--drain-time-s", ProxyDrainTime.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            ],
            WorkingDirectory = Folders.StateOf(plan),
            LogFile = Folders.LogOf(plan, "proxy"),
            EnterCommand = network.EnterCommand,
            RunAs = identity,
            BeforeStart = () => Credentials.Renew(plan, identity),
        };
    }

    /// <summary>Removes what was kept for a pod that is gone.</summary>
    public void Forget(PodPlan plan)
    {
        Credentials.Forget(plan);
        Folders.Delete(plan);
    }

    /// <summary>Says how to start the pod's application.</summary>
    public ProcessSpec PrepareApplication(PodPlan plan, PodNetwork network)
    {
        var definition = plan.Process!;
        var values = Placeholders(plan, network);
        return new ProcessSpec
        {
            Name = $"{plan.Name}/app",
            Command = [.. definition.Command.Select(word => word.Expand(values))],
            Environment = Environment(plan, network, values),
            WorkingDirectory = definition.WorkingDirectory,
            LogFile = Folders.LogOf(plan, "app"),
            EnterCommand = network.EnterCommand,
            RunAs = Mode == InterceptionMode.Redirect ? InvokingUser() : null,
        };
    }

    private static Dictionary<string, string> Placeholders(PodPlan plan, PodNetwork network) => new()
    {
        [ProcessText.Address] = network.ApplicationBindAddress.ToString(),
        [ProcessText.Port] = plan.FirstPort.ToString(CultureInfo.InvariantCulture),
        [ProcessText.PodAddress] = network.PodAddress.ToString(),
        [ProcessText.PodName] = plan.Name,
        [ProcessText.Namespace] = plan.Namespace,
        [ProcessText.Deployment] = plan.Deployment,
    };

    /// <summary>
    /// Ours first, then the container's, then the processes file's: the more particular wins.
    /// </summary>
    private Dictionary<string, string?> Environment(
        PodPlan plan, PodNetwork network, Dictionary<string, string> values)
    {
        var environment = new Dictionary<string, string?>
        {
            ["BIND_ADDRESS"] = values[ProcessText.Address],
            ["PORT"] = values[ProcessText.Port],
            ["POD_IP"] = values[ProcessText.PodAddress],
            ["POD_NAME"] = plan.Name,
            ["POD_NAMESPACE"] = plan.Namespace,
            ["HOSTNAME"] = plan.Name,
            ["SERVICE_NAME"] = plan.Labels.GetValueOrDefault("app", plan.Deployment),
            ["SERVICE_VERSION"] = plan.Labels.GetValueOrDefault("version"),
            ["SERVICE_ACCOUNT"] = plan.ServiceAccount,
        };
        foreach (var name in ProxyVariables)
        {
            environment[name] = null;
        }

        if (Mode == InterceptionMode.None)
        {
            var sidecar = $"http://{network.PodAddress}:{ProxyPorts.HttpProxy}";
            environment["http_proxy"] = sidecar;
            environment["HTTP_PROXY"] = sidecar;
            environment["no_proxy"] = "localhost,127.0.0.1";
        }

        foreach (var variable in plan.ApplicationContainer?.Env ?? [])
        {
            if (variable is { Name: { } name, Value: { } value })
            {
                environment[name] = value;
            }
        }

        foreach (var (name, text) in plan.Process!.Environment)
        {
            environment[name] = text.Expand(values);
        }

        return environment;
    }

    // Under sudo, applications should run as the person who called it, not as root.
    private static ProcessIdentity? InvokingUser() =>
        uint.TryParse(System.Environment.GetEnvironmentVariable("SUDO_UID"), out var user)
        && uint.TryParse(System.Environment.GetEnvironmentVariable("SUDO_GID"), out var group)
            ? new ProcessIdentity(user, group)
            : null;
}
