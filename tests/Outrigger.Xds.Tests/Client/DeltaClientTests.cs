using Envoy.Service.Discovery.V3;
using Outrigger.Xds.Client;
using Outrigger.Xds.Tests.Support;
using static Outrigger.Xds.TypeUrl;
using TestServer = Outrigger.Xds.Tests.Support.ScriptedServer<
    Envoy.Service.Discovery.V3.DeltaDiscoveryRequest, Envoy.Service.Discovery.V3.DeltaDiscoveryResponse>;
using TestStream = Outrigger.Xds.Tests.Support.ScriptedStream<
    Envoy.Service.Discovery.V3.DeltaDiscoveryRequest, Envoy.Service.Discovery.V3.DeltaDiscoveryResponse>;

namespace Outrigger.Xds.Tests.Client;

/// <summary>What the delta client says on the wire, and what it makes of answers.</summary>
public sealed class DeltaClientTests
{
    [Fact]
    public async Task Requests_are_differences_and_answers_carry_a_nonce_alone()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Client.SubscribeAll(Cluster);
        runner.Client.Subscribe(RouteConfiguration, ["r", "s"]);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.ExpectAsync("CDS node=node-1");
        await stream.ExpectAsync("RDS +r +s");
        await stream.SendAsync(Responses.Delta(Cluster, "n1", [("a", "1")]));
        await runner.Consumer.ExpectAsync("CDS a=1");
        await stream.ExpectAsync("CDS nonce=n1");
        runner.Client.SetNames(RouteConfiguration, ["s", "t"]);
        await stream.ExpectAsync("RDS +t -r");
        await stream.SendAsync(Responses.Delta(Cluster, "n2", [("b", "1")], "a"));
        await runner.Consumer.ExpectAsync("CDS b=1 -a");
        await stream.ExpectAsync("CDS nonce=n2");
    }

    [Fact]
    public async Task An_answer_and_a_changed_subscription_of_the_same_type_are_two_requests()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Consumer.OnUpdate = _ => runner.Client.Subscribe(RouteConfiguration, ["s"]);
        runner.Client.Subscribe(RouteConfiguration, ["r"]);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.ExpectAsync("RDS +r node=node-1");
        await stream.SendAsync(Responses.Delta(RouteConfiguration, "n1", [("r", "1")]));
        await stream.ExpectAsync("RDS nonce=n1");
        await stream.ExpectAsync("RDS +s");
    }

    [Fact]
    public async Task A_new_stream_begins_with_all_names_and_the_accepted_versions()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Client.SubscribeAll(Cluster);
        runner.Client.Subscribe(RouteConfiguration, ["r", "s", "t"]);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.SendAsync(Responses.Delta(Cluster, "n1", [("a", "1"), ("b", "1")]));
        await stream.SendAsync(Responses.Delta(Cluster, "n2", [("a", "2")], "b"));
        await stream.SendAsync(
            Responses.Delta(RouteConfiguration, "n3", [("r", "1"), ("s", "bad"), ("t", "1")]));
        await runner.Consumer.ExpectAsync("CDS a=1 b=1");
        await runner.Consumer.ExpectAsync("CDS a=2 -b");
        await runner.Consumer.ExpectAsync("RDS r=1 s=bad t=1");
        runner.Client.Unsubscribe(RouteConfiguration, ["t"]);
        await ExpectAsync(stream, [
            "CDS node=node-1", "RDS +r +s +t", "CDS nonce=n1", "CDS nonce=n2",
            "RDS nonce=n3 error=RDS: 1 rejected: s: content: found 'bad'", "RDS -t",
        ]);
        await BreakAsync(runner, stream);
        TestStream next = await server.AcceptAsync();
        await next.ExpectAsync("CDS known:a=v2 node=node-1");
        await next.ExpectAsync("RDS +r +s known:r=v1");
    }

    [Fact]
    public async Task A_client_with_saved_state_begins_with_its_versions_and_waits_for_nothing()
    {
        var server = new TestServer();
        await using ClientRunner runner = new(server, XdsVariant.Delta, options => options with
        {
            Known = new Dictionary<TypeUrl, KnownResources>
            {
                [Cluster] = new(new Dictionary<string, string> { ["a"] = "x", ["b"] = "y" }),
                [RouteConfiguration] =
                    new(new Dictionary<string, string> { ["r"] = "z", ["unwanted"] = "z" }),
            },
        });
        runner.Client.SubscribeAll(Cluster);
        runner.Client.Subscribe(RouteConfiguration, ["r", "s"]);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.ExpectAsync("CDS known:a=x known:b=y node=node-1");
        await stream.ExpectAsync("RDS +r +s known:r=z");
        runner.Time.Advance(TimeSpan.FromSeconds(15));
        await runner.Consumer.ExpectAsync("timeout RDS s");
        await stream.SendAsync(Responses.Delta(Cluster, "n1", [], "b"));
        await runner.Consumer.ExpectAsync("CDS -b");
    }

    [Fact]
    public async Task A_name_let_go_and_wanted_again_is_asked_for_anew()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Client.Subscribe(RouteConfiguration, ["r"]);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.ExpectAsync("RDS +r node=node-1");
        await stream.SendAsync(Responses.Delta(RouteConfiguration, "n1", [("r", "1")]));
        await stream.ExpectAsync("RDS nonce=n1");
        using (runner.Client.Pause(RouteConfiguration))
        {
            runner.Client.Unsubscribe(RouteConfiguration, ["r"]);
            runner.Client.Subscribe(RouteConfiguration, ["r"]);
        }

        await stream.ExpectAsync("RDS +r");
    }

    [Fact]
    public async Task A_server_that_repeats_and_muddles_responses_is_answered_all_the_same()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Client.SubscribeAll(Cluster);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.ExpectAsync("CDS node=node-1");
        DeltaDiscoveryResponse first = Responses.Delta(Cluster, "n2", [("a", "1")]);
        await stream.SendAsync(first);
        await stream.SendAsync(first);
        await stream.SendAsync(Responses.Delta(Cluster, "n1", [("a", "2")], "never-heard-of"));
        await stream.SendAsync(new DeltaDiscoveryResponse { Nonce = "n3" });
        await stream.SendAsync(Responses.Delta(Cluster, "n4", [("", "1")]));
        await ExpectAsync(stream, ["CDS nonce=n2", "CDS nonce=n2", "CDS nonce=n1",
            "CDS nonce=n4 error=CDS: 1 rejected: resources[0]: name: the resource has no name"]);
        Assert.Equal("2", runner.Consumer.State[(Cluster, "a")]);
    }

    [Fact]
    public async Task A_resource_with_a_lifetime_goes_unless_a_heartbeat_prolongs_it()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Client.Subscribe(ClusterLoadAssignment, ["a"]);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        TimeSpan lifetime = TimeSpan.FromSeconds(10);
        await stream.SendAsync(Responses.Mortal(ClusterLoadAssignment, "n1", "a", "1", lifetime));
        await runner.Consumer.ExpectAsync("EDS a=1");
        await ExpectAsync(stream, ["EDS +a node=node-1", "EDS nonce=n1"]);
        runner.Time.Advance(TimeSpan.FromSeconds(9));
        await stream.SendAsync(Responses.Mortal(ClusterLoadAssignment, "n2", "a", null, lifetime));
        await runner.Consumer.ExpectAsync("EDS");
        await stream.ExpectAsync("EDS nonce=n2");
        runner.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal("1", runner.Consumer.State[(ClusterLoadAssignment, "a")]);
        runner.Time.Advance(TimeSpan.FromSeconds(1));
        await runner.Consumer.ExpectAsync("EDS -a");
        await BreakAsync(runner, stream);
        await (await server.AcceptAsync()).ExpectAsync("EDS +a node=node-1");
    }

    [Fact]
    public async Task A_consumer_that_fails_rejects_the_update_and_ends_nothing()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Consumer.OnUpdate = _ => throw new InvalidOperationException("a fault of ours");
        runner.Client.SubscribeAll(Cluster);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.ExpectAsync("CDS node=node-1");
        await stream.SendAsync(Responses.Delta(Cluster, "n1", [("a", "1")]));
        await stream.ExpectAsync("CDS nonce=n1 error=CDS: 1 rejected: a: internal error: a fault of ours");
        runner.Consumer.OnUpdate = _ => { };
        await stream.SendAsync(Responses.Delta(Cluster, "n2", [("a", "1")]));
        await stream.ExpectAsync("CDS nonce=n2");
    }

    private static ClientRunner Create(TestServer server) => new(server, XdsVariant.Delta);

    private static async Task ExpectAsync(TestStream stream, string[] expected)
    {
        foreach (string request in expected)
            await stream.ExpectAsync(request);
    }

    private static async Task BreakAsync(ClientRunner runner, TestStream stream)
    {
        runner.Consumer.RecordsConnection = true;
        stream.End(null);
        await runner.Consumer.ExpectAsync("disconnected (the server ended the stream) retry in 250 ms");
        runner.Time.Advance(TimeSpan.FromMilliseconds(250));
    }
}
