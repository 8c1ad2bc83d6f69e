using Outrigger.Proxy.Authorization;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.Configuration;

/// <summary>Statistics: counted by each worker alone, merged when read, named as Envoy names them.</summary>
public sealed class StatisticsTests
{
    private readonly StatsRegistry _stats = new(workersCount: 2);

    [Fact]
    public void The_blocks_of_all_workers_are_added_up()
    {
        ClusterStats cluster = _stats.Cluster("reviews");
        cluster.ForWorker(0).Add(ClusterStat.UpstreamRqTotal, 3);
        cluster.ForWorker(1).Increment(ClusterStat.UpstreamRqTotal);
        cluster.ForWorker(1).Increment(ClusterStat.UpstreamRqActive);
        cluster.ForWorker(0).Decrement(ClusterStat.UpstreamRqActive);
        cluster.AddFromControl(ClusterStat.MembershipChange, 2);

        Assert.Equal(4, cluster.Read(ClusterStat.UpstreamRqTotal));
        Assert.Equal(0, cluster.Read(ClusterStat.UpstreamRqActive));
        Assert.Equal(2, cluster.Read(ClusterStat.MembershipChange));
    }

    [Fact]
    public void A_reset_sets_counters_to_zero_and_leaves_gauges_alone()
    {
        HttpStats http = _stats.Http("ingress");
        http.ForWorker(0).Add(HttpStat.DownstreamRqTotal, 5);
        http.ForWorker(0).Increment(HttpStat.DownstreamCxActive);
        http.ForWorker(0).CountStatus(200);

        _stats.ResetCounters();
        http.ForWorker(0).Increment(HttpStat.DownstreamRqTotal);

        Assert.Equal(1, http.Read(HttpStat.DownstreamRqTotal));
        Assert.Equal(1, http.Read(HttpStat.DownstreamCxActive));
        Assert.Equal(0, http.Merge().Statuses[100]);
    }

    [Theory]
    [InlineData(99)]
    [InlineData(600)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_status_that_cannot_be_is_not_counted(int status)
    {
        ClusterStats cluster = _stats.Cluster("reviews");

        cluster.ForWorker(0).CountStatus(status);

        Assert.Equal(0, cluster.Merge().Statuses.Sum());
    }

    [Fact]
    public void Every_duration_lies_within_the_bounds_of_its_bucket()
    {
        var random = new Random(42);
        for (int i = 0; i < 20_000; i++)
        {
            long duration = random.NextInt64(1L << random.Next(1, 41));
            int bucket = DurationHistogram.BucketOf(duration);

            Assert.InRange(duration, DurationHistogram.LowerBoundOf(bucket), DurationHistogram
                .LowerBoundOf(bucket + 1) - 1);
        }
    }

    [Fact]
    public void Buckets_follow_each_other_without_gaps()
    {
        for (int bucket = 0; bucket < DurationHistogram.BucketsCount; bucket++)
        {
            Assert.Equal(bucket, DurationHistogram.BucketOf(DurationHistogram.LowerBoundOf(bucket)));
        }

        Assert.Equal(DurationHistogram.BucketsCount - 1, DurationHistogram.BucketOf(long.MaxValue));
        Assert.Equal(0, DurationHistogram.BucketOf(0));
    }

    [Fact]
    public void Quantiles_are_exact_to_the_width_of_a_bucket()
    {
        HttpStats http = _stats.Http("ingress");
        for (int milliseconds = 1; milliseconds <= 1000; milliseconds++)
        {
            http.ForWorker(milliseconds % 2).Record(HttpStat.DownstreamRqTime, milliseconds * 1000L);
        }

        HistogramTotals totals = http.MergeHistogram(0)!;
        Assert.Equal(1000, totals.Count);
        Assert.Equal(500_500_000, totals.SumMicroseconds);
        Assert.InRange(totals.Quantile(0.5), 500_000 * 15 / 16, 500_000 * 17 / 16);
        Assert.InRange(totals.Quantile(0.99), 990_000 * 15 / 16, 990_000 * 17 / 16);
        Assert.InRange(totals.CountUpTo(250_000), 235, 265);
        Assert.Equal(1000, totals.CountUpTo(10_000_000));
    }

    [Fact]
    public void Scopes_that_are_not_in_use_are_forgotten()
    {
        ClusterStats old = _stats.Cluster("old");
        ClusterStats kept = _stats.Cluster("kept");
        var none = new HashSet<string>();

        AuthorizationStatNames names = AuthorizationStatNames.Http("old", "", "");
        AuthorizationStats oldPolicies = _stats.Authorization(names);

        _stats.Retain(new StatScopeNames(
            new HashSet<string> { "kept" }, none, none, none, new HashSet<AuthorizationStatNames>()));

        Assert.Same(kept, _stats.Cluster("kept"));
        Assert.NotSame(old, _stats.Cluster("old"));
        Assert.NotSame(oldPolicies, _stats.Authorization(names));
    }

    [Fact]
    public void Prometheus_text_has_labels_for_the_variable_parts_of_names()
    {
        ClusterStats cluster = _stats.Cluster("outbound|80|v1|a\"b");
        cluster.ForWorker(0).CountStatus(200);
        cluster.ForWorker(1).CountStatus(204);
        cluster.ForWorker(1).CountStatus(503);
        cluster.ForWorker(0).Record(ClusterStat.UpstreamRqTime, 700);
        cluster.ForWorker(0).Record(ClusterStat.UpstreamRqTime, 30_000);
        _stats.Listener("0.0.0.0_15006").ForWorker(0).Increment(ListenerStat.DownstreamCxTotal);
        _stats.Gauge("control_plane.connected_state").Set(1);

        string text = PrometheusTextWriter.Write(StatsSnapshot.Take(_stats, new StatsQuery(UsedOnly: true)));

        Assert.Equal(
            """
            # TYPE envoy_cluster_upstream_rq counter
            envoy_cluster_upstream_rq{envoy_response_code="200",envoy_cluster_name="outbound|80|v1|a\"b"} 1
            envoy_cluster_upstream_rq{envoy_response_code="204",envoy_cluster_name="outbound|80|v1|a\"b"} 1
            envoy_cluster_upstream_rq{envoy_response_code="503",envoy_cluster_name="outbound|80|v1|a\"b"} 1
            # TYPE envoy_cluster_upstream_rq_xx counter
            envoy_cluster_upstream_rq_xx{envoy_response_code_class="2",envoy_cluster_name="outbound|80|v1|a\"b"} 2
            envoy_cluster_upstream_rq_xx{envoy_response_code_class="5",envoy_cluster_name="outbound|80|v1|a\"b"} 1
            # TYPE envoy_control_plane_connected_state gauge
            envoy_control_plane_connected_state{} 1
            # TYPE envoy_listener_downstream_cx_total counter
            envoy_listener_downstream_cx_total{envoy_listener_address="0.0.0.0_15006"} 1
            # TYPE envoy_cluster_upstream_rq_time histogram
            envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="outbound|80|v1|a\"b",le="0.5"} 0
            envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="outbound|80|v1|a\"b",le="1"} 1
            envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="outbound|80|v1|a\"b",le="5"} 1
            envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="outbound|80|v1|a\"b",le="10"} 1
            envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="outbound|80|v1|a\"b",le="25"} 1
            envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="outbound|80|v1|a\"b",le="50"} 2

            """,
            text[..text.IndexOf(
                "envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name=\"outbound|80|v1|a\\\"b\",le=\"100\"",
                StringComparison.Ordinal)]);
        Assert.EndsWith(
            """
            envoy_cluster_upstream_rq_time_sum{envoy_cluster_name="outbound|80|v1|a\"b"} 30.7
            envoy_cluster_upstream_rq_time_count{envoy_cluster_name="outbound|80|v1|a\"b"} 2

            """,
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Text_has_flat_names_in_order()
    {
        _stats.Http("in:gress").ForWorker(0).CountStatus(404);
        _stats.Tcp("db").ForWorker(0).Add(TcpStat.DownstreamCxRxBytesTotal, 7);

        string text = StatsTextWriter.Write(StatsSnapshot.Take(_stats, new StatsQuery(UsedOnly: true)));

        Assert.Equal(
            """
            http.in_gress.downstream_rq_404: 1
            http.in_gress.downstream_rq_4xx: 1
            tcp.db.downstream_cx_rx_bytes_total: 7

            """,
            text);
    }

    [Theory]
    [InlineData("cluster.a.upstream_rq_per_try_timeout")]
    [InlineData("cluster.a.upstream_cx_http1_total")]
    [InlineData("cluster.a.upstream_rq_2xx")]
    [InlineData("http.b.downstream_cx_destroy_remote_active_rq")]
    [InlineData("http.b.no_cluster")]
    [InlineData("listener.c.no_filter_chain_match")]
    [InlineData("tcp.d.max_downstream_connection_duration")]
    public void Names_are_those_of_Envoy_and_there_before_anything_happened(string name)
    {
        _stats.Cluster("a");
        _stats.Http("b");
        _stats.Listener("c");
        _stats.Tcp("d");

        StatsSnapshot snapshot = StatsSnapshot.Take(_stats, new StatsQuery());

        Assert.Contains(snapshot.Numbers, sample => sample.Name.Text == name && sample.Value == 0);
    }

    [Fact]
    public void Json_lists_numbers_and_the_quantiles_of_histograms_with_values()
    {
        _stats.Http("a").ForWorker(0).Increment(HttpStat.DownstreamRqTotal);
        _stats.Http("a").ForWorker(0).Record(HttpStat.DownstreamRqTime, 8);

        string json = StatsJsonWriter.Write(StatsSnapshot.Take(_stats, new StatsQuery(UsedOnly: true)));

        using var document = System.Text.Json.JsonDocument.Parse(json);
        var stats = document.RootElement.GetProperty("stats");
        Assert.Equal("http.a.downstream_rq_total", stats[0].GetProperty("name").GetString());
        Assert.Equal(1, stats[0].GetProperty("value").GetInt64());
        var quantiles = stats[1].GetProperty("histograms").GetProperty("computed_quantiles")[0];
        Assert.Equal("http.a.downstream_rq_time", quantiles.GetProperty("name").GetString());
        Assert.Equal(10, quantiles.GetProperty("values").GetArrayLength());
    }

    [Fact]
    public void A_worker_counts_without_allocating()
    {
        StatBlock<ClusterStat> block = _stats.Cluster("reviews").ForWorker(0);
        Count(block);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 10_000; i++)
        {
            Count(block);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Count(StatBlock<ClusterStat> block)
        {
            block.Increment(ClusterStat.UpstreamRqTotal);
            block.CountStatus(200);
            block.Record(ClusterStat.UpstreamRqTime, 1234);
        }
    }
}
