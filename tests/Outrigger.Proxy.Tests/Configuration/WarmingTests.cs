using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Tests.Support;
using Outrigger.Proxy.Workers;
using Outrigger.Xds;
using Outrigger.Xds.Client;
using static Outrigger.Proxy.Tests.Support.SampleResources;

namespace Outrigger.Proxy.Tests.Configuration;

/// <summary>
/// Who serves when: clusters wait for endpoints, listeners for routes, and what serves goes on meanwhile.
/// </summary>
public sealed class WarmingTests : IDisposable
{
    private readonly ManagerHarness _proxy = new();

    public void Dispose() => _proxy.Dispose();

    [Fact]
    public void A_start_goes_from_clusters_over_endpoints_and_listeners_to_routes()
    {
        _proxy.Started();
        Assert.Equal([TypeUrl.Cluster], _proxy.Discovery.Wildcards);
        Assert.Equal(StartStage.Clusters, _proxy.Manager.Stage);

        _proxy.Send(TypeUrl.Cluster, EdsCluster("reviews"));
        Assert.Equal(["reviews"], _proxy.Discovery.Names[TypeUrl.ClusterLoadAssignment]);
        Assert.Equal(StartStage.Clusters, _proxy.Manager.Stage);
        Assert.DoesNotContain(TypeUrl.Listener, _proxy.Discovery.Wildcards);

        _proxy.Send(TypeUrl.ClusterLoadAssignment, Endpoints("reviews", "10.0.0.1:80"));
        Assert.Equal(StartStage.Listeners, _proxy.Manager.Stage);
        Assert.Contains(TypeUrl.Listener, _proxy.Discovery.Wildcards);

        _proxy.Send(TypeUrl.Listener, Listener("web", 80, routes: "r"));
        Assert.Equal(["r"], _proxy.Discovery.Names[TypeUrl.RouteConfiguration]);
        Assert.Null(_proxy.Listener("web"));
        Assert.Equal(StartStage.Listeners, _proxy.Manager.Stage);

        _proxy.Send(TypeUrl.RouteConfiguration, Routes("r", "reviews"));
        Assert.NotNull(_proxy.Listener("web"));
        Assert.Equal(StartStage.Live, _proxy.Manager.Stage);
        Assert.Same(
            _proxy.Cluster("reviews"),
            _proxy.Listener("web")!.FilterChains[0].Http!.Routes.Current!.Clusters[0].Current);
    }

    [Fact]
    public void A_cluster_goes_on_without_endpoints_when_they_do_not_come_in_time()
    {
        _proxy.Started();
        _proxy.Send(TypeUrl.Cluster, EdsCluster("slow", fetchTimeout: "2s"));

        _proxy.Time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal(StartStage.Clusters, _proxy.Manager.Stage);
        _proxy.Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(StartStage.Listeners, _proxy.Manager.Stage);
        Assert.Equal(0, _proxy.Cluster("slow")!.Endpoints.EndpointsCount);
        Assert.Equal(1, _proxy.Stat("cluster.slow.init_fetch_timeout"));
    }

    [Fact]
    public void A_fetch_timeout_of_zero_waits_for_ever()
    {
        _proxy.Started();
        _proxy.Send(TypeUrl.Cluster, EdsCluster("slow", fetchTimeout: "0s"));

        _proxy.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(StartStage.Clusters, _proxy.Manager.Stage);
    }

    [Fact]
    public void A_server_that_never_answers_ends_the_wait_for_clusters_and_then_for_listeners()
    {
        _proxy.Started();

        _proxy.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(StartStage.Listeners, _proxy.Manager.Stage);
        _proxy.Time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(StartStage.Live, _proxy.Manager.Stage);
        Assert.Equal(1, _proxy.Stat("cluster_manager.cds.init_fetch_timeout"));
        Assert.Equal(1, _proxy.Stat("listener_manager.lds.init_fetch_timeout"));
    }

    [Fact]
    public void Missing_endpoints_end_the_wait_when_the_server_says_so()
    {
        _proxy.Started();
        _proxy.Send(TypeUrl.Cluster, EdsCluster("empty", fetchTimeout: "0s"));

        _proxy.SendAndRemove(TypeUrl.ClusterLoadAssignment, ["empty"]);

        Assert.NotNull(_proxy.Cluster("empty"));
    }

    [Fact]
    public void The_old_version_of_a_listener_serves_until_the_new_one_has_its_routes()
    {
        StartLive();
        ListenerModel old = _proxy.Listener("web")!;

        _proxy.Send(TypeUrl.Listener, Listener("web", 80, routes: "r2"));
        Assert.Same(old, _proxy.Listener("web"));
        Assert.Equal(["r", "r2"], _proxy.Discovery.Names[TypeUrl.RouteConfiguration]);

        _proxy.Send(TypeUrl.RouteConfiguration, Routes("r2", "reviews"));
        Assert.NotSame(old, _proxy.Listener("web"));
        Assert.Equal(["r2"], _proxy.Discovery.Names[TypeUrl.RouteConfiguration]);
    }

    [Fact]
    public void A_changed_cluster_takes_over_the_endpoints_that_are_known()
    {
        StartLive();
        ClusterModel old = _proxy.Cluster("reviews")!;

        _proxy.Send(TypeUrl.Cluster, EdsCluster("reviews", connectTimeout: "2s"));

        ClusterModel changed = _proxy.Cluster("reviews")!;
        Assert.NotSame(old, changed);
        Assert.Same(old.Slot, changed.Slot);
        Assert.Same(changed, changed.Slot.Current);
        Assert.Equal(2000, changed.ConnectTimeoutMs);
        Assert.Equal(1, changed.Endpoints.EndpointsCount);
    }

    [Fact]
    public void New_routes_and_endpoints_are_swapped_in_place()
    {
        StartLive();
        ListenerModel listener = _proxy.Listener("web")!;
        ClusterModel cluster = _proxy.Cluster("reviews")!;
        EndpointSlot kept = cluster.Endpoints.Priorities[0].Endpoints[0].Slot;
        int appliesBefore = _proxy.DataPath.AppliesCount;

        _proxy.Send(TypeUrl.RouteConfiguration, Routes("r", "other"));
        _proxy.Send(TypeUrl.ClusterLoadAssignment, Endpoints("reviews", "10.0.0.2:80", "10.0.0.1:80"));

        Assert.Equal("other", listener.FilterChains[0].Http!.Routes.Current!.Clusters[0].Name);
        Assert.Equal(2, cluster.Endpoints.EndpointsCount);
        Assert.Same(kept, cluster.Endpoints.Priorities[0].Endpoints[1].Slot);
        Assert.Equal(appliesBefore, _proxy.DataPath.AppliesCount);
    }

    [Fact]
    public void Nothing_is_done_when_the_same_comes_again()
    {
        StartLive();
        ClusterModel cluster = _proxy.Cluster("reviews")!;
        EndpointSet endpoints = cluster.Endpoints;
        ListenerModel listener = _proxy.Listener("web")!;
        (int applies, int refreshes) = (_proxy.DataPath.AppliesCount, _proxy.DataPath.RefreshesCount);

        _proxy.Send(TypeUrl.Cluster, EdsCluster("reviews"));
        _proxy.Send(TypeUrl.ClusterLoadAssignment, Endpoints("reviews", "10.0.0.1:80"));
        _proxy.Send(TypeUrl.Listener, Listener("web", 80, routes: "r"));

        Assert.Same(cluster, _proxy.Cluster("reviews"));
        Assert.Same(endpoints, cluster.Endpoints);
        Assert.Same(listener, _proxy.Listener("web"));
        Assert.Equal((applies, refreshes), (_proxy.DataPath.AppliesCount, _proxy.DataPath.RefreshesCount));
    }

    [Fact]
    public void What_is_removed_goes_and_is_not_asked_for_any_more()
    {
        StartLive();
        ClusterSlot slot = _proxy.Cluster("reviews")!.Slot;

        _proxy.SendAndRemove(TypeUrl.Listener, ["web"]);
        _proxy.SendAndRemove(TypeUrl.Cluster, ["reviews"]);

        Assert.Empty(_proxy.Manager.Current.Listeners);
        Assert.Empty(_proxy.Manager.Current.Clusters);
        Assert.Null(slot.Current);
        Assert.Empty(_proxy.Discovery.Names[TypeUrl.RouteConfiguration]);
        Assert.Empty(_proxy.Discovery.Names[TypeUrl.ClusterLoadAssignment]);
        Assert.Equal(StartStage.Live, _proxy.Manager.Stage);
    }

    [Fact]
    public void Of_an_update_the_good_resources_are_in_force_and_the_bad_ones_are_named()
    {
        StartLive();
        ClusterModel old = _proxy.Cluster("reviews")!;

        IReadOnlyList<ResourceRejection> rejections = _proxy.Send(
            TypeUrl.Cluster,
            "{ name: details, type: STATIC }",
            "{ name: reviews, type: STATIC, lb_policy: MAGLEV, connect_timeout: 0s }");

        ResourceRejection rejection = Assert.Single(rejections);
        Assert.Equal("reviews", rejection.Name);
        Assert.Equal("lb_policy", rejection.Field);
        Assert.Equal(
            "MAGLEV is not implemented, expected ROUND_ROBIN, LEAST_REQUEST, RANDOM or CLUSTER_PROVIDED; "
                + "connect_timeout: found 0s, expected more than 0s",
            rejection.Message);
        Assert.NotNull(_proxy.Cluster("details"));
        Assert.Same(old, _proxy.Cluster("reviews"));
        Assert.Equal(1, _proxy.Stat("cluster_manager.cds.update_rejected"));
    }

    [Fact]
    public void Two_listeners_do_not_share_an_address()
    {
        StartLive();

        ResourceRejection rejection = Assert.Single(
            _proxy.Send(TypeUrl.Listener, Listener("second", 80, routes: null)));

        Assert.Equal("address", rejection.Field);
        Assert.Equal("127.0.0.1:80 is the address of the listener \"web\" already", rejection.Message);
    }

    [Fact]
    public void An_address_can_move_to_another_listener_in_one_update()
    {
        StartLive();

        Assert.Empty(_proxy.SendAndRemove(TypeUrl.Listener, ["web"], Listener("second", 80, routes: null)));

        Assert.Null(_proxy.Listener("web"));
        Assert.NotNull(_proxy.Listener("second"));
    }

    [Fact]
    public void A_chain_that_an_update_does_not_touch_stays_the_same_object()
    {
        StartLive();
        FilterChainModel chain = _proxy.Listener("web")!.FilterChains[0];

        _proxy.Send(TypeUrl.Listener, Listener("web", 80, routes: "r") + "\nlistener_filters_timeout: 1s");

        Assert.Equal(1000, _proxy.Listener("web")!.ListenerFiltersTimeoutMs);
        Assert.Same(chain, _proxy.Listener("web")!.FilterChains[0]);
    }

    [Fact]
    public async Task A_listener_that_cannot_be_opened_is_noted_and_the_rest_serves()
    {
        StartLive();
        _proxy.DataPath.Failures = [new ListenFailure("second", 0, "127.0.0.1:81: Address already in use")];

        _proxy.Send(TypeUrl.Listener, Listener("second", 81, routes: null));
        await _proxy.Manager.LastApply;

        ListenerEntry entry = _proxy.Manager.Listeners.Entries.Single(each => each.Name == "second");
        Assert.Equal("127.0.0.1:81: Address already in use", entry.Rejected!.Details);
        Assert.NotNull(_proxy.Listener("web"));
    }

    [Fact]
    public void Static_resources_are_not_changed_by_discovery()
    {
        using var proxy = new ManagerHarness(ManagerHarness.Discovering + """

            static_resources:
              clusters: [{ name: fixed, type: STATIC, connect_timeout: 3s }]
            """);
        proxy.Started();

        Assert.Empty(proxy.Send(TypeUrl.Cluster, "{ name: fixed, type: STATIC, connect_timeout: 9s }"));
        proxy.SendAndRemove(TypeUrl.Cluster, ["fixed"]);

        Assert.Equal(3000, proxy.Cluster("fixed")!.ConnectTimeoutMs);
    }

    [Fact]
    public void Fields_without_effect_are_counted_once_for_each_kind()
    {
        StartLive();

        _proxy.Send(
            TypeUrl.Cluster,
            "{ name: a, type: STATIC, outlier_detection: {} }",
            "{ name: b, type: STATIC, outlier_detection: {}, cleanup_interval: 1s }");

        Assert.Equal(2, _proxy.Stat("outrigger.config.unimplemented_fields"));
        Assert.Equal(
            ["cluster: cleanup_interval: not implemented, it has no effect",
                "cluster: outlier_detection: not implemented, no endpoint is ejected"],
            _proxy.Context.Unimplemented.Kinds.Select(kind => kind.Kind));
    }

    private void StartLive()
    {
        _proxy.Started();
        _proxy.Send(TypeUrl.Cluster, EdsCluster("reviews"));
        _proxy.Send(TypeUrl.ClusterLoadAssignment, Endpoints("reviews", "10.0.0.1:80"));
        _proxy.Send(TypeUrl.Listener, Listener("web", 80, routes: "r"));
        _proxy.Send(TypeUrl.RouteConfiguration, Routes("r", "reviews"));
        Assert.Equal(StartStage.Live, _proxy.Manager.Stage);
    }
}
