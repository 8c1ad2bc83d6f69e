using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Tests.Support;

namespace Outrigger.Proxy.Tests.Configuration;

/// <summary>Clusters whose endpoints are looked up.</summary>
public sealed class DnsClusterTests
{
    [Fact]
    public async Task All_addresses_of_a_name_are_endpoints_and_the_start_waits_for_them()
    {
        using var proxy = new ManagerHarness(Bootstrap("STRICT_DNS")).Started();
        Assert.Equal(StartStage.Clusters, proxy.Manager.Stage);

        proxy.Names.Answer("db", "10.0.0.2", "10.0.0.1");

        await Eventually.Holds(() => proxy.Manager.Stage == StartStage.Live, "the start is complete");
        Assert.Equal(["10.0.0.1:5432", "10.0.0.2:5432"], Addresses(proxy));
    }

    [Fact]
    public async Task A_logical_name_has_one_endpoint()
    {
        using var proxy = new ManagerHarness(Bootstrap("LOGICAL_DNS")).Started();

        proxy.Names.Answer("db", "10.0.0.2", "10.0.0.1");

        await Eventually.Holds(() => proxy.Manager.Stage == StartStage.Live, "the start is complete");
        Assert.Equal(["10.0.0.1:5432"], Addresses(proxy));
    }

    [Fact]
    public async Task A_failed_look_up_ends_the_wait_and_is_tried_again()
    {
        using var proxy = new ManagerHarness(Bootstrap("STRICT_DNS")).Started();

        proxy.Names.Fail("db");
        await Eventually.Holds(() => proxy.Manager.Stage == StartStage.Live, "the start is complete");
        Assert.Empty(Addresses(proxy));
        proxy.Names.Forget("db");
        proxy.Names.Answer("db", "10.0.0.1");

        await Eventually.Holds(
            () =>
            {
                proxy.Time.Advance(TimeSpan.FromSeconds(1));
                return Addresses(proxy).Length == 1;
            },
            "the name is looked up again");
        Assert.Equal(1, proxy.Stat("cluster.db.update_failure"));
    }

    [Fact]
    public async Task The_last_good_addresses_stay_when_a_look_up_fails()
    {
        using var proxy = new ManagerHarness(Bootstrap("STRICT_DNS")).Started();
        proxy.Names.Answer("db", "10.0.0.1");
        await Eventually.Holds(() => Addresses(proxy).Length == 1, "the first answer is in force");
        proxy.Names.Forget("db");
        proxy.Names.Fail("db");

        await Eventually.Holds(
            () =>
            {
                proxy.Time.Advance(TimeSpan.FromSeconds(1));
                return proxy.Stat("cluster.db.update_failure") > 0;
            },
            "the second look-up has failed");

        Assert.Equal(["10.0.0.1:5432"], Addresses(proxy));
    }

    [Fact]
    public async Task Workers_are_told_when_addresses_change_and_kept_endpoints_stay_the_same()
    {
        using var proxy = new ManagerHarness(Bootstrap("STRICT_DNS")).Started();
        proxy.Names.Answer("db", "10.0.0.1");
        await Eventually.Holds(() => Addresses(proxy).Length == 1, "the first answer is in force");
        EndpointSlot kept = proxy.Cluster("db")!.Endpoints.Priorities[0].Endpoints[0].Slot;
        int refreshes = proxy.DataPath.RefreshesCount;
        proxy.Names.Forget("db");
        proxy.Names.Answer("db", "10.0.0.1", "10.0.0.9");

        await Eventually.Holds(
            () =>
            {
                proxy.Time.Advance(TimeSpan.FromSeconds(1));
                return Addresses(proxy).Length == 2;
            },
            "the second answer is in force");

        Assert.Same(kept, proxy.Cluster("db")!.Endpoints.Priorities[0].Endpoints[0].Slot);
        await Eventually.Holds(() => proxy.DataPath.RefreshesCount > refreshes, "the workers are told");
    }

    private static string[] Addresses(ManagerHarness proxy) =>
        [.. (proxy.Cluster("db")?.Endpoints.Priorities ?? []).SelectMany(priority => priority.Endpoints)
            .Select(endpoint => endpoint.Address.ToString())];

    private static string Bootstrap(string type) => $$"""
        static_resources:
          clusters:
          - name: db
            type: {{type}}
            load_assignment:
              cluster_name: db
              endpoints:
              - lb_endpoints:
                - endpoint: { address: { socket_address: { address: db, port_value: 5432 } } }
        """;
}
