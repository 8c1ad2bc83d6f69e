using Envoy.Service.Discovery.V3;
using Outrigger.Xds.Tests.Support;
using static Outrigger.Xds.TypeUrl;
using TestServer = Outrigger.Xds.Tests.Support.ScriptedServer<
    Envoy.Service.Discovery.V3.DiscoveryRequest, Envoy.Service.Discovery.V3.DiscoveryResponse>;
using TestStream = Outrigger.Xds.Tests.Support.ScriptedStream<
    Envoy.Service.Discovery.V3.DiscoveryRequest, Envoy.Service.Discovery.V3.DiscoveryResponse>;

namespace Outrigger.Xds.Tests.Client;

/// <summary>What the state-of-the-world client says on the wire, and what it makes of answers.</summary>
public sealed class SotwClientTests
{
    [Fact]
    public async Task The_first_request_names_the_node_and_an_answer_the_version_and_nonce()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Client.SubscribeAll(Cluster);
        runner.Client.SubscribeAll(Listener);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.ExpectAsync("CDS [] node=node-1");
        await stream.ExpectAsync("LDS []");
        await stream.SendAsync(Responses.Sotw(Cluster, "7", "n1", ("a", "1"), ("b", "1")));
        await runner.Consumer.ExpectAsync("CDS a=1 b=1");
        await stream.ExpectAsync("CDS [] version=7 nonce=n1");
        await stream.SendAsync(Responses.Sotw(Listener, "3", "n2"));
        await runner.Consumer.ExpectAsync("LDS");
        await stream.ExpectAsync("LDS [] version=3 nonce=n2");
    }

    [Fact]
    public async Task A_rejection_keeps_the_accepted_version_and_names_resource_and_field()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Client.SubscribeAll(Cluster);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.ExpectAsync("CDS [] node=node-1");
        await stream.SendAsync(Responses.Sotw(Cluster, "1", "n1", ("a", "1"), ("b", "1")));
        await stream.ExpectAsync("CDS [] version=1 nonce=n1");
        await stream.SendAsync(Responses.Sotw(Cluster, "2", "n2", ("a", "2"), ("b", "bad")));
        await stream.ExpectAsync("CDS [] version=1 nonce=n2 error=CDS: 1 rejected: b: content: found 'bad'");
        // The good half is in force, and the bad half's former version still is.
        Assert.Equal("2", runner.Consumer.State[(Cluster, "a")]);
        Assert.Equal("1", runner.Consumer.State[(Cluster, "b")]);
        await stream.SendAsync(Responses.Sotw(Cluster, "3", "n3", ("a", "2"), ("b", "3")));
        await stream.ExpectAsync("CDS [] version=3 nonce=n3");
    }

    [Fact]
    public async Task What_a_whole_state_leaves_out_is_removed_and_what_other_types_leave_out_is_not()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Client.SubscribeAll(Cluster);
        runner.Client.Subscribe(ClusterLoadAssignment, ["a", "b"]);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.SendAsync(Responses.Sotw(Cluster, "1", "n1", ("a", "1"), ("b", "1")));
        await runner.Consumer.ExpectAsync("CDS a=1 b=1");
        await stream.SendAsync(Responses.Sotw(Cluster, "2", "n2", ("b", "1")));
        await runner.Consumer.ExpectAsync("CDS b=1 -a");
        await stream.SendAsync(Responses.Sotw(ClusterLoadAssignment, "1", "n3", ("a", "1"), ("b", "1")));
        await runner.Consumer.ExpectAsync("EDS a=1 b=1");
        await stream.SendAsync(Responses.Sotw(ClusterLoadAssignment, "2", "n4", ("b", "2")));
        await runner.Consumer.ExpectAsync("EDS b=2");
        await stream.SendAsync(Responses.Sotw(ClusterLoadAssignment, "3", "n5"));
        await runner.Consumer.ExpectAsync("EDS");
        Assert.Equal("1", runner.Consumer.State[(ClusterLoadAssignment, "a")]);
    }

    [Fact]
    public async Task A_named_listener_that_a_whole_state_leaves_out_does_not_exist()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Client.Subscribe(Listener, ["l", "nobody"]);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.SendAsync(Responses.Sotw(Listener, "1", "n1", ("l", "1")));
        await runner.Consumer.ExpectAsync("LDS l=1 -nobody");
    }

    [Fact]
    public async Task Resources_that_nobody_asked_for_are_ignored_silently()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Client.Subscribe(RouteConfiguration, ["r"]);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.ExpectAsync("RDS [r] node=node-1");
        await stream.SendAsync(Responses.Sotw(Secret, "1", "n0", ("s", "1")));
        await stream.SendAsync(Responses.Sotw(RouteConfiguration, "1", "n1", ("r", "1"), ("x", "1")));
        await runner.Consumer.ExpectAsync("RDS r=1");
        await stream.ExpectAsync("RDS [r] version=1 nonce=n1");
    }

    [Fact]
    public async Task A_name_twice_rejects_the_response_before_anybody_sees_it()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Client.SubscribeAll(Cluster);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.ExpectAsync("CDS [] node=node-1");
        await stream.SendAsync(Responses.Sotw(Cluster, "1", "n1", ("a", "1"), ("b", "1"), ("a", "2")));
        await stream.ExpectAsync("CDS [] nonce=n1 error=CDS: 1 rejected: a: comes twice in one response");
        runner.Consumer.ExpectNothingMore();
    }

    [Fact]
    public async Task Unreadable_resources_are_rejected_one_by_one_and_remove_nothing()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Client.SubscribeAll(Cluster);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.ExpectAsync("CDS [] node=node-1");
        await stream.SendAsync(Responses.Sotw(Cluster, "1", "n1", ("a", "1"), ("b", "1")));
        await stream.ExpectAsync("CDS [] version=1 nonce=n1");
        await runner.Consumer.ExpectAsync("CDS a=1 b=1");
        DiscoveryResponse broken = Responses.Sotw(Cluster, "2", "n2", ("a", "2"), ("b", "2"), ("c", "2"));
        broken.Resources[1].TypeUrl = Listener.Value;
        broken.Resources[2].Value = Google.Protobuf.ByteString.CopyFrom(0xff, 0xff);
        await stream.SendAsync(broken);
        await runner.Consumer.ExpectAsync("CDS a=2");
        await stream.ExpectAsync("CDS [] version=1 nonce=n2 error=CDS: 2 rejected: "
            + $"resources[1]: type_url: found '{Listener.Value}', expected '{Cluster.Value}'; "
            + "resources[2]: name: the resource cannot be read or has no name");
        Assert.Equal("1", runner.Consumer.State[(Cluster, "b")]);
    }

    [Fact]
    public async Task A_new_stream_begins_with_the_accepted_versions_and_without_nonces()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Client.SubscribeAll(Cluster);
        runner.Client.Subscribe(RouteConfiguration, ["s", "r"]);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.ExpectAsync("CDS [] node=node-1");
        await stream.ExpectAsync("RDS [r s]");
        await stream.SendAsync(Responses.Sotw(Cluster, "1", "n1", ("a", "1")));
        await stream.ExpectAsync("CDS [] version=1 nonce=n1");
        await stream.SendAsync(Responses.Sotw(RouteConfiguration, "1", "n2", ("r", "bad")));
        await stream.ExpectAsync("RDS [r s] nonce=n2 error=RDS: 1 rejected: r: content: found 'bad'");
        runner.Consumer.RecordsConnection = true;
        await runner.Consumer.ExpectAsync("CDS a=1");
        await runner.Consumer.ExpectAsync("RDS r=bad");
        stream.End(null);
        await runner.Consumer.ExpectAsync("disconnected (the server ended the stream) retry in 250 ms");
        runner.Time.Advance(TimeSpan.FromMilliseconds(250));
        TestStream next = await server.AcceptAsync();
        await next.ExpectAsync("CDS [] version=1 node=node-1");
        await next.ExpectAsync("RDS [r s]");
    }

    [Fact]
    public async Task A_client_that_holds_parts_of_two_versions_resumes_with_none()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Client.SubscribeAll(Cluster);
        runner.Client.Subscribe(RouteConfiguration, ["r"]);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.SendAsync(Responses.Sotw(Cluster, "1", "n1", ("a", "1"), ("b", "1")));
        await runner.Consumer.ExpectAsync("CDS a=1 b=1");
        await stream.SendAsync(Responses.Sotw(RouteConfiguration, "1", "n2", ("r", "1")));
        await runner.Consumer.ExpectAsync("RDS r=1");
        await stream.SendAsync(Responses.Sotw(Cluster, "2", "n3", ("a", "2"), ("b", "bad")));
        await runner.Consumer.ExpectAsync("CDS a=2 b=bad");
        runner.Consumer.RecordsConnection = true;
        stream.End(null);
        await runner.Consumer.ExpectAsync("disconnected (the server ended the stream) retry in 250 ms");
        // Known no more: what the server believes this client to hold would be wrong without it.
        runner.Client.Unsubscribe(RouteConfiguration, ["r"]);
        runner.Client.Subscribe(RouteConfiguration, ["r"]);
        runner.Time.Advance(TimeSpan.FromMilliseconds(250));
        TestStream next = await server.AcceptAsync();
        await next.ExpectAsync("CDS [] node=node-1");
        await next.ExpectAsync("RDS [r]");
    }

    [Fact]
    public async Task A_client_with_saved_state_begins_with_its_version()
    {
        var server = new TestServer();
        await using ClientRunner runner = new(server, XdsVariant.StateOfTheWorld, options => options with
        {
            Known = new Dictionary<TypeUrl, Outrigger.Xds.Client.KnownResources>
            {
                [Cluster] = new(new Dictionary<string, string> { ["a"] = "5", ["b"] = "5" }, "5"),
            },
        });
        runner.Client.SubscribeAll(Cluster);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.ExpectAsync("CDS [] version=5 node=node-1");
        await stream.SendAsync(Responses.Sotw(Cluster, "6", "n1", ("b", "1")));
        await runner.Consumer.ExpectAsync("CDS b=1 -a");
    }

    [Fact]
    public async Task A_name_let_go_and_wanted_again_is_asked_for_anew()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Client.Subscribe(RouteConfiguration, ["r", "s"]);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.ExpectAsync("RDS [r s] node=node-1");
        using (runner.Client.Pause(RouteConfiguration))
        {
            runner.Client.Unsubscribe(RouteConfiguration, ["r"]);
            runner.Client.Subscribe(RouteConfiguration, ["r", "t"]);
        }

        await stream.ExpectAsync("RDS [s t]");
        await stream.ExpectAsync("RDS [r s t]");
    }

    [Fact]
    public async Task Subscriptions_changed_by_the_consumer_go_out_together()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Consumer.OnUpdate = update =>
        {
            foreach (var resource in update.Resources.Where(_ => update.Type == Cluster))
                runner.Client.Subscribe(ClusterLoadAssignment, [resource.Name]);
        };
        runner.Client.SubscribeAll(Cluster);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.ExpectAsync("CDS [] node=node-1");
        await stream.SendAsync(Responses.Sotw(Cluster, "1", "n1", ("a", "1"), ("b", "1"), ("c", "1")));
        await stream.ExpectAsync("CDS [] version=1 nonce=n1");
        await stream.ExpectAsync("EDS [a b c]");
    }

    [Fact]
    public async Task A_paused_type_is_requested_once_when_the_last_pause_ends()
    {
        var server = new TestServer();
        await using ClientRunner runner = Create(server);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        using (runner.Client.Pause(ClusterLoadAssignment, RouteConfiguration))
        {
            using (runner.Client.Pause(ClusterLoadAssignment))
                runner.Client.Subscribe(ClusterLoadAssignment, ["a"]);
            runner.Client.Subscribe(ClusterLoadAssignment, ["b"]);
            runner.Client.SubscribeAll(Listener);
            await stream.ExpectAsync("LDS [] node=node-1");
            runner.Client.SetNames(ClusterLoadAssignment, ["b", "c"]);
        }

        await stream.ExpectAsync("EDS [b c]");
    }

    private static ClientRunner Create(TestServer server) => new(server, XdsVariant.StateOfTheWorld);
}
