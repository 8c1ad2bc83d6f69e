using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Outrigger.Local.Networking;

namespace Outrigger.Local.Tests.Networking;

/// <summary>Real network namespaces, bridges and iptables rules: needs root.</summary>
public sealed class NamespaceNetworkTests : IAsyncLifetime
{
    private const int OriginalDestination = 80;
    private static readonly string[] NamespaceFolders = ["/run/netns", "/etc/netns"];
    private static readonly IPEndPoint ServiceAddress = new(IPAddress.Parse("10.96.0.5"), 80);

    private readonly string _meshId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3));
    private AddressLease? _lease;
    private NamespaceNetwork? _network;

    private NamespaceNetwork Network => _network!;

    public async ValueTask InitializeAsync()
    {
        if (NamespaceNetwork.FindObstacle() is { } obstacle)
        {
            Assert.Skip(obstacle);
        }

        _lease = AddressLease.Take(140);
        _network = await NamespaceNetwork.CreateAsync(_lease, _meshId);
    }

    public async ValueTask DisposeAsync()
    {
        if (_network is not null)
        {
            await _network.DisposeAsync();
        }

        _lease?.Dispose();
    }

    [Fact]
    public async Task What_an_application_sends_comes_to_the_sidecars_outbound_port()
    {
        var pod = await AttachAsync();
        using var outbound = Listen(pod, IPAddress.Any, 15001);
        using var client = pod.OpenSocket();

        await client.ConnectAsync(ServiceAddress, Cancellation);
        using var accepted = await outbound.AcceptAsync(Cancellation);

        Assert.Equal(ServiceAddress, OriginalDestinationOf(accepted));
    }

    [Fact]
    public async Task What_comes_from_outside_comes_to_the_sidecars_inbound_port()
    {
        var pod = await AttachAsync();
        var neighbour = await AttachAsync();
        using var inbound = Listen(pod, IPAddress.Any, 15006);

        // From the machine, and from another pod's sidecar, whose own packets are not redirected.
        foreach (var client in new[] { ConnectAsMachine(pod), ConnectAsSidecar(neighbour, pod) })
        {
            using var accepted = await inbound.AcceptAsync(Cancellation);
            Assert.Equal(new IPEndPoint(pod.PodAddress, 9080), OriginalDestinationOf(accepted));
            accepted.Dispose();
            await client;
        }
    }

    [Fact]
    public async Task Loopback_is_left_alone()
    {
        var pod = await AttachAsync();
        using var application = Listen(pod, IPAddress.Any, 9080);
        using var client = pod.OpenSocket();

        await client.ConnectAsync(IPAddress.Loopback, 9080, Cancellation);
        using var accepted = await application.AcceptAsync(Cancellation);

        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 9080), accepted.LocalEndPoint);
    }

    [Fact]
    public async Task Names_of_services_are_known_in_pods_and_follow_changes_while_they_run()
    {
        Network.SetHosts([new HostEntry(ServiceAddress.Address, ["reviews.default", "reviews"])]);
        var pod = await AttachAsync();

        Assert.StartsWith(
            "10.96.0.5 ",
            await AdministratorTool.RunAsync([.. pod.EnterCommand, "getent", "hosts", "reviews"]));

        // The process inside was started before the change, so it has the old file mounted.
        using var folder = new TemporaryFolder();
        var go = folder.File("go");
        var later = AdministratorTool.RunAsync(
        [
            .. pod.EnterCommand, "sh", "-c",
            $"echo > {folder.File("started")}; while ! [ -e {go} ]; do sleep 0.01; done; "
                + "getent hosts ratings; cat /etc/hosts",
        ]);
        await Deadline.UntilAsync(() => File.Exists(folder.File("started")));
        Network.SetHosts([new HostEntry(IPAddress.Parse("10.96.0.6"), ["ratings"])]);
        File.WriteAllText(go, "");

        var output = await later;
        Assert.StartsWith("10.96.0.6 ", output);
        Assert.DoesNotContain("reviews", output);
    }

    [Fact]
    public async Task Nothing_is_left_afterwards()
    {
        var pod = await AttachAsync();
        await AttachAsync();
        Assert.Equal(2, NamespacesOfTheMesh().Count);
        Assert.Equal(3, InterfacesOfTheMesh().Count);

        await Network.DetachAsync(pod);
        Assert.Single(NamespacesOfTheMesh());
        await Deadline.UntilAsync(() => InterfacesOfTheMesh().Count == 2);

        await NamespaceNetwork.RemoveLeftoversAsync(_meshId);
        Assert.Empty(NamespacesOfTheMesh());
        await Deadline.UntilAsync(() => InterfacesOfTheMesh().Count == 0);
        Assert.DoesNotContain(_meshId, await AdministratorTool.RunAsync(["iptables", "-S", "FORWARD"]));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<PodNetwork> AttachAsync() => Network.AttachAsync("pod", Cancellation);

    private List<string> NamespacesOfTheMesh() =>
    [
        .. NamespaceFolders.Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFileSystemEntries)
            .Select(path => Path.GetFileName(path))
            .Where(name => name.Contains(_meshId, StringComparison.Ordinal))
            .Distinct(),
    ];

    private List<string> InterfacesOfTheMesh() =>
    [
        .. Directory.EnumerateFileSystemEntries("/sys/class/net")
            .Select(path => Path.GetFileName(path))
            .Where(name => name.Contains(_meshId, StringComparison.Ordinal)),
    ];

    private static Socket Listen(PodNetwork pod, IPAddress address, int port)
    {
        var socket = pod.OpenSocket();
        socket.Bind(new IPEndPoint(address, port));
        socket.Listen(8);
        return socket;
    }

    private static async Task ConnectAsMachine(PodNetwork pod)
    {
        using var client = PodNetwork.OpenMachineSocket();
        await client.ConnectAsync(pod.PodAddress, 9080, Cancellation);
    }

    private static Task ConnectAsSidecar(PodNetwork from, PodNetwork to) => AdministratorTool.RunAsync(
    [
        .. from.EnterCommand, "setpriv", "--reuid=1337", "--regid=1337", "--clear-groups",
        "bash", "-c", $"exec 3<>/dev/tcp/{to.PodAddress}/9080",
    ]);

    /// <summary>SO_ORIGINAL_DST: where the connection was going before iptables sent it here.</summary>
    private static IPEndPoint OriginalDestinationOf(Socket socket)
    {
        var address = new byte[16];
        socket.GetRawSocketOption((int)SocketOptionLevel.IP, OriginalDestination, address);
        return new IPEndPoint(new IPAddress(address.AsSpan(4, 4)), (address[2] << 8) | address[3]);
    }
}
