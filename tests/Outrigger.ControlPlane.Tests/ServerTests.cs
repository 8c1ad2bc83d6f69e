using System.Net;
using System.Text.Json;
using Envoy.Config.Core.V3;
using Envoy.Service.Discovery.V3;
using Envoy.Service.Status.V3;
using Grpc.Core;
using Grpc.Net.Client;
using Outrigger.ControlPlane.Client;
using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.ControlPlane.Tests;

/// <summary>The process around the mesh: its sockets, its files, its end.</summary>
public sealed class ServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_owner_may_open_the_management_socket()
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        var mode = File.GetUnixFileMode(StateDirectory.ApiSocket(controlPlane.StateFolder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    [Fact]
    public async Task The_proxies_port_does_not_manage_the_mesh()
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        using var http = new HttpClient
        {
            BaseAddress = new Uri($"http://{controlPlane.XdsEndpoint}"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await http.GetAsync(new Uri("/v1/status", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task It_says_where_it_is_while_it_runs()
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        var file = StateDirectory.ControlPlaneFile(controlPlane.StateFolder);
        using (var said = JsonDocument.Parse(File.ReadAllText(file)))
        {
            Assert.Equal(controlPlane.XdsEndpoint.Port, said.RootElement.GetProperty("xdsPort").GetInt32());
            Assert.Equal(Environment.ProcessId, said.RootElement.GetProperty("pid").GetInt32());
        }

        await controlPlane.StopAsync();
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Connected_proxies_and_waiting_callers_do_not_hold_up_its_end()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        var proxy = controlPlane.Connect();
        await proxy.WaitForFirstConfigurationAsync();
        var version = (await controlPlane.Client.StatusAsync(cancellation: Cancellation)).PushedVersion;
        var waiting = controlPlane.Client.StatusAsync(version, TimeSpan.FromMinutes(5), Cancellation);

        // The web server itself would give open streams half a minute.
        await controlPlane.StopAsync().WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        Assert.Equal(version, (await waiting).PushedVersion);
    }

    [Fact]
    public async Task Two_control_planes_never_share_a_state_directory()
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        var refusal = await Assert.ThrowsAsync<IOException>(() => controlPlane.StartAgainAsync());
        Assert.Contains(controlPlane.StateFolder, refusal.Message);
        Assert.True((await controlPlane.Client.StatusAsync(cancellation: Cancellation)).Ready);
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_an_error_that_leaves_nothing_behind()
    {
        await using var first = await TestControlPlane.StartAsync();
        var state = Directory.CreateTempSubdirectory("outrigger-test-");
        var options = new ControlPlaneOptions
        {
            StateDirectory = state.FullName,
            XdsPort = first.XdsEndpoint.Port,
        };
        await Assert.ThrowsAnyAsync<IOException>(
            () => ControlPlaneServer.StartAsync(options, cancellation: Cancellation));
        var free = options with { XdsPort = 0 };
        await using (await ControlPlaneServer.StartAsync(free, cancellation: Cancellation))
        {
            Assert.True(File.Exists(StateDirectory.ControlPlaneFile(state.FullName)));
        }

        state.Delete(recursive: true);
    }

    [Fact]
    public async Task Client_status_discovery_knows_the_proxies()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        var proxy = controlPlane.Connect();
        await proxy.WaitForFirstConfigurationAsync();
        using var channel = GrpcChannel.ForAddress($"http://{controlPlane.XdsEndpoint}");
        var status = await new ClientStatusDiscoveryService.ClientStatusDiscoveryServiceClient(channel)
            .FetchClientStatusAsync(new ClientStatusRequest(), cancellationToken: Cancellation);
        Assert.Equal([proxy.NodeId], status.Config.Select(config => config.Node.Id));
    }

    [Fact]
    public async Task Without_a_control_plane_the_client_says_so()
    {
        using var client = new ManagementClient("/nowhere/at/all");
        var refusal = await Assert.ThrowsAsync<ManagementException>(
            () => client.StatusAsync(cancellation: Cancellation));
        Assert.Contains("/nowhere/at/all/api.sock", refusal.Message);
        Assert.Contains("outrigger up", refusal.Message);
    }

    [Theory]
    [InlineData("a/b?c#d", "default", "x")]
    [InlineData("virtualservices", "", "%2F")]
    public async Task A_name_that_no_object_can_have_is_refused_in_words(string kind, string ns, string name)
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        var refusal = await Assert.ThrowsAsync<ManagementException>(
            () => controlPlane.Client.DeleteAsync(kind, ns, name, cancellation: Cancellation));
        Assert.Matches("the mesh knows no kind|there is no", refusal.Message);
    }

    [Fact]
    public async Task An_object_of_no_namespace_is_found_and_deleted()
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        await controlPlane.Client.ApplyAsync(
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}", cancellation: Cancellation);
        var found = await controlPlane.Client.GetAsync("ns", null, "shop", Cancellation);
        Assert.Equal("shop", found.GetProperty("metadata").GetProperty("name").GetString());
        var deleted = await controlPlane.Client.DeleteAsync("ns", "", "shop", cancellation: Cancellation);
        Assert.Equal("deleted", Assert.Single(deleted.Objects).Action);
    }

    [Theory]
    [InlineData("not-an-istio-id")]
    [InlineData("sidecar~nowhere~client.default~default.svc.cluster.local")]
    public async Task A_node_that_is_no_proxy_of_the_mesh_is_turned_away(string nodeId)
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        using var channel = GrpcChannel.ForAddress($"http://{controlPlane.XdsEndpoint}");
        using var call = new AggregatedDiscoveryService.AggregatedDiscoveryServiceClient(channel)
            .DeltaAggregatedResources(cancellationToken: Cancellation);
        var request = new DeltaDiscoveryRequest
        {
            Node = new Node { Id = nodeId },
            TypeUrl = "type.googleapis.com/envoy.config.cluster.v3.Cluster",
        };
        await call.RequestStream.WriteAsync(request, Cancellation);
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancellation));
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains(nodeId, error.Status.Detail);
    }
}
