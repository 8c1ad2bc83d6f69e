using System.Globalization;
using System.Net;
using System.Text;
using Outrigger.Local.Supervision;

namespace Outrigger.Local.Networking;

/// <summary>
/// The network of <see cref="InterceptionMode.Redirect"/>: a bridge, and for each pod a network namespace
/// that hangs on it by a veth pair, with Istio's redirect rules inside and a hosts file in place of cluster
/// DNS. All names carry the mesh's id, so that two meshes can run at once and leftovers are known.
/// </summary>
internal sealed class NamespaceNetwork : IMeshNetwork
{
    private const int PrefixLength = 16;

    private static readonly (string Program, string Package)[] Tools =
        [("ip", "iproute2"), ("iptables-restore", "iptables"), ("setpriv", "util-linux")];

    private readonly AddressLease _lease;
    private readonly string _meshId;
    private readonly PodIndexes _indexes = new();
    private readonly Lock _hostsLock = new();
    private readonly HashSet<string> _attached = [];
    private IReadOnlyList<HostEntry> _hosts = [];

    private NamespaceNetwork(AddressLease lease, string meshId)
    {
        _lease = lease;
        _meshId = meshId;
        ControlPlaneAddress = lease.Routed(0, 1);
        LoopbackAddress = lease.Loopback(0, 1);
    }

    /// <inheritdoc/>
    public InterceptionMode Mode => InterceptionMode.Redirect;

    /// <inheritdoc/>
    public IPAddress ControlPlaneAddress { get; }

    /// <inheritdoc/>
    public IPAddress LoopbackAddress { get; }

    private string Bridge => $"or{_meshId}";

    /// <summary>Says what is missing for this mode, in one sentence; null when nothing is.</summary>
    public static string? FindObstacle()
    {
        if (NativeMethods.GetEffectiveUserId() != 0)
        {
            return "--interception redirect makes network namespaces and so must run as root; "
                + "run it with sudo, or use --interception none";
        }

        var missing = Tools.Where(tool => ExecutablePath.Find(tool.Program) is null).ToList();
        return missing.Count == 0
            ? null
            : $"--interception redirect needs {string.Join(", ", missing.Select(tool => tool.Program))}; "
                + $"install the package {string.Join(", ", missing.Select(tool => tool.Package))}";
    }

    /// <summary>Makes the bridge.</summary>
    /// <exception cref="LocalRuntimeException">A tool is missing or failed.</exception>
    public static async Task<NamespaceNetwork> CreateAsync(AddressLease lease, string meshId)
    {
        if (FindObstacle() is { } obstacle)
        {
            throw new LocalRuntimeException(obstacle);
        }

        var network = new NamespaceNetwork(lease, meshId);
        await AdministratorTool.RunAsync(["ip", "link", "add", network.Bridge, "type", "bridge"]);
        await AdministratorTool.RunAsync(
            ["ip", "address", "add", $"{network.ControlPlaneAddress}/{PrefixLength}", "dev", network.Bridge]);
        await AdministratorTool.RunAsync(["ip", "link", "set", network.Bridge, "up"]);
        if (FilterSeesBridgedFrames())
        {
            await AdministratorTool.RunAsync(["iptables", "-w", "-I", .. ForwardRule(network.Bridge)]);
        }

        return network;
    }

    /// <summary>Removes everything that an earlier run of the mesh left in the system.</summary>
    public static async Task RemoveLeftoversAsync(string meshId)
    {
        if (FindObstacle() is not null)
        {
            return;
        }

        foreach (var name in EntriesOf("/run/netns").Concat(EntriesOf("/etc/netns"))
            .Where(name => name.StartsWith(NamespacePrefix(meshId), StringComparison.Ordinal)).Distinct())
        {
            await RemoveNamespaceAsync(name);
        }

        var bridge = $"or{meshId}";
        if (Directory.Exists($"/sys/class/net/{bridge}"))
        {
            await AdministratorTool.TryRunAsync("ip", "link", "delete", bridge);
        }

        if (FilterSeesBridgedFrames())
        {
            await AdministratorTool.TryRunAsync(["iptables", "-w", "-D", .. ForwardRule(bridge)]);
        }
    }

    /// <inheritdoc/>
    public async Task<PodNetwork> AttachAsync(string podName, CancellationToken cancellation)
    {
        var index = _indexes.Take();
        var name = NamespacePrefix(_meshId) + index.ToString(CultureInfo.InvariantCulture);
        var address = _lease.Routed(index >> 8, index & 255);
        WriteInitialHosts(name);
        await AdministratorTool.RunAsync(["ip", "netns", "add", name]);
        await AdministratorTool.RunAsync(["ip", "-batch", "-"], HostCommands(name, index));
        await AdministratorTool.RunAsync(["ip", "-netns", name, "-batch", "-"], PodCommands(address));
        await AdministratorTool.RunAsync(
            ["ip", "netns", "exec", name, "iptables-restore"], RedirectRules.ForIptablesRestore());
        return new PodNetwork
        {
            Index = index,
            PodAddress = address,
            ApplicationBindAddress = IPAddress.Any,
            ApplicationAddress = IPAddress.Loopback,
            AdminAddress = IPAddress.Loopback,
            EnterCommand = ["ip", "netns", "exec", name],
            OpenSocket = () => NetworkNamespaceSockets.Open(name),
        };
    }

    /// <inheritdoc/>
    public async Task DetachAsync(PodNetwork pod)
    {
        var name = NamespacePrefix(_meshId) + pod.Index.ToString(CultureInfo.InvariantCulture);
        lock (_hostsLock)
        {
            _attached.Remove(name);
        }

        await RemoveNamespaceAsync(name);
        _indexes.Return(pod.Index);
    }

    /// <inheritdoc/>
    public void SetHosts(IReadOnlyList<HostEntry> entries)
    {
        lock (_hostsLock)
        {
            _hosts = entries;
            foreach (var name in _attached)
            {
                WriteHosts(name);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await RemoveLeftoversAsync(_meshId);

    private static string NamespacePrefix(string meshId) => $"outrigger-{meshId}-";

    private static async Task RemoveNamespaceAsync(string name)
    {
        // The pod's end of the veth pair goes with the namespace, and the bridge's end with it.
        await AdministratorTool.TryRunAsync("ip", "netns", "delete", name);
        if (Directory.Exists($"/etc/netns/{name}"))
        {
            Directory.Delete($"/etc/netns/{name}", recursive: true);
        }
    }

    private string HostCommands(string name, int index)
    {
        var hostEnd = $"{Bridge}p{index}";
        return $"""
            link add {hostEnd} type veth peer name eth0 netns {name}
            link set {hostEnd} master {Bridge}
            link set {hostEnd} up

            """;
    }

    private string PodCommands(IPAddress address) => $"""
        link set lo up
        address add {address}/{PrefixLength} dev eth0
        link set eth0 up
        route add default via {ControlPlaneAddress}

        """;

    private void WriteInitialHosts(string name)
    {
        lock (_hostsLock)
        {
            Directory.CreateDirectory($"/etc/netns/{name}");
            // The machine's DNS servers are out of reach from here; without this, a name that is in no hosts
            // file would be looked for until the resolver's timeouts had passed.
            File.WriteAllText(
                $"/etc/netns/{name}/resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
            _attached.Add(name);
            WriteHosts(name);
        }
    }

    // In place: "ip netns exec" mounted this very file over /etc/hosts, a new one would not be seen.
    private void WriteHosts(string name)
    {
        var text = new StringBuilder("127.0.0.1 localhost\n");
        foreach (var entry in _hosts)
        {
            text.Append(entry.Address).Append(' ').AppendJoin(' ', entry.Names).Append('\n');
        }

        using var file = new FileStream($"/etc/netns/{name}/hosts", FileMode.OpenOrCreate, FileAccess.Write);
        file.Write(Encoding.ASCII.GetBytes(text.ToString()));
        file.SetLength(file.Position);
    }

    // Where bridged frames pass the machine's packet filter, a firewall that forwards nothing would cut pods
    // apart.
    private static bool FilterSeesBridgedFrames()
    {
        const string setting = "/proc/sys/net/bridge/bridge-nf-call-iptables";
        return File.Exists(setting) && File.ReadAllText(setting).Trim() == "1";
    }

    private static string[] ForwardRule(string bridge) =>
        ["FORWARD", "-i", bridge, "-o", bridge, "-j", "ACCEPT"];

    private static IEnumerable<string> EntriesOf(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path))
        : [];
}
