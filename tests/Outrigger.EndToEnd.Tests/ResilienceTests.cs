using Outrigger.EndToEnd.Tests.Meshes;
using Outrigger.EndToEnd.Tests.Traffic;
using Outrigger.Local.Networking;

namespace Outrigger.EndToEnd.Tests;

/// <summary>What breaks is mended, and what goes on without it goes on.</summary>
public sealed class ResilienceTests
{
    private static readonly TimeSpan EffectLimit = TimeSpan.FromSeconds(2);

    private const string AllToV3 = """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - route:
            - destination: {host: reviews, subset: v3}
        """;

    private const string ClearText = """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: istio-system}
        spec:
          mtls: {mode: DISABLE}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data: {mesh: "enableAutoMtls: false"}
        """;

    [Fact]
    public async Task Without_a_control_plane_traffic_goes_on_and_killed_sidecars_start_from_saved_state()
    {
        await using var mesh = await RunningMesh.StartAsync("--control-plane-restart", "never");
        using var client = new BookinfoClient(mesh.Ingress);
        // A key is in memory only: a sidecar that was killed has no identity before the authority is back.
        await mesh.ApplyTextAsync(ClearText, "clear-text", EffectLimit);
        await mesh.ApplyTextAsync(AllToV3, "rule", EffectLimit);
        await using (var load = BackgroundLoad.Start(mesh.Ingress))
        {
            await Deadline.UntilAsync(() => load.Requests > 50);
            RunningMesh.Kill(mesh.ControlPlaneId());
            var before = load.Requests;
            await Deadline.UntilAsync(() => load.Requests > before + 300);
            await load.StopAndCheckAsync();
        }

        // No load now: a single pod's service is away for a moment when its only sidecar is.
        foreach (var name in new[] { "productpage-v1", "reviews-v3", "istio-ingressgateway" })
        {
            var (pod, sidecar) =
                mesh.ProxyIds().Single(pair => pair.Key.StartsWith(name, StringComparison.Ordinal));
            RunningMesh.Kill(sidecar);
            await Deadline.UntilAsync(() => mesh.ProxyIds().TryGetValue(pod, out var id) && id != sidecar);
            await Deadline.UntilAsync(async () => await AnswersAsync(client));
        }

        // They serve what they were last told, not what a fresh proxy would.
        Assert.Equal([ReviewsVersion.V3], (await client.ShareAsync(300)).Keys);
    }

    [Fact]
    public async Task A_control_plane_that_comes_back_changes_nothing_until_configuration_does()
    {
        await using var mesh = await RunningMesh.StartAsync();
        using var client = new BookinfoClient(mesh.Ingress);
        await mesh.ApplyTextAsync(AllToV3, "rule", EffectLimit);
        await using var load = BackgroundLoad.Start(mesh.Ingress);

        for (var round = 0; round < 3; round++)
        {
            var killed = mesh.ControlPlaneId();
            RunningMesh.Kill(killed);
            await Deadline.UntilAsync(async () => await IsConnectedAgainAsync(mesh, killed));
            Assert.Equal([ReviewsVersion.V3], (await client.ShareAsync(200)).Keys);
        }

        await mesh.ApplyTextAsync(AllToV3.Replace("subset: v3", "subset: v1"), "rule", EffectLimit);
        Assert.Equal([ReviewsVersion.V1], (await client.ShareAsync(200)).Keys);
        await load.StopAndCheckAsync();
    }

    [Fact]
    public Task After_the_command_was_killed_the_next_one_finds_and_leaves_nothing() =>
        KillAndStartAgainAsync("--interception", "none");

    [Fact]
    public async Task After_the_command_was_killed_the_next_one_removes_its_network_namespaces()
    {
        var obstacle = NamespaceNetwork.FindObstacle();
        Assert.SkipWhen(obstacle is not null, obstacle ?? "");

        var before = NetworkNamespaces();
        await KillAndStartAgainAsync("--interception", "redirect");
        Assert.Equal(before, NetworkNamespaces());

        static string[] NetworkNamespaces() =>
            Directory.Exists("/run/netns") ? Directory.GetFileSystemEntries("/run/netns") : [];
    }

    private static async Task KillAndStartAgainAsync(params string[] arguments)
    {
        var first = await RunningMesh.StartAsync(arguments);
        var processes = first.ProcessIds();
        Assert.NotEmpty(processes);

        await first.KillAsync();
        // The kernel ends what the command started; what a program of its own accord detached, the next command ends.
        await Deadline.UntilAsync(() => first.ProcessIds().Count == 0);
        using var detached = first.StartDetachedProcess();
        await using var second = await RunningMesh.StartInAsync(first.StateDirectory, arguments);

        Assert.True(detached.HasExited);
        Assert.Equal(processes.Count, second.ProcessIds().Count);
        using var client = new BookinfoClient(second.Ingress);
        Assert.Equal(3, (await client.ShareAsync(200)).Count);
        await second.StopAsync();
        Assert.Empty(second.ProcessIds());
    }

    [Fact]
    public async Task Applied_objects_survive_a_restart_of_the_whole_mesh()
    {
        var folder = Directory.CreateTempSubdirectory("outrigger-e2e-").FullName;
        var first = await RunningMesh.StartInAsync(folder);
        await first.ApplyTextAsync(AllToV3, "rule", EffectLimit);
        await first.StopAsync();

        await using var second = await RunningMesh.StartInAsync(folder);
        using var client = new BookinfoClient(second.Ingress);

        Assert.Equal([ReviewsVersion.V3], (await client.ShareAsync(200)).Keys);
    }

    private static async Task<bool> AnswersAsync(BookinfoClient client)
    {
        try
        {
            var (status, _) = await client.GetAsync("/api/v1/products/0/reviews");
            return status == System.Net.HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<bool> IsConnectedAgainAsync(RunningMesh mesh, int killed)
    {
        try
        {
            // Seven proxies: the gateway's and those of six pods.
            return mesh.ControlPlaneId() != killed
                && (await mesh.Management.ProxiesAsync(TestContext.Current.CancellationToken)).Count == 7;
        }
        catch (Exception exception) when (exception is ControlPlane.Client.ManagementException or IOException)
        {
            return false;
        }
    }
}
