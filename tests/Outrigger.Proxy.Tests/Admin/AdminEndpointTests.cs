using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Outrigger.Proxy.Tests.Support;

namespace Outrigger.Proxy.Tests.Admin;

/// <summary>The administration server of the real program: Envoy's paths, methods and formats.</summary>
public sealed class AdminEndpointTests(StaticProxy proxy) : IClassFixture<StaticProxy>
{
    private TestClient Admin => proxy.Process.Admin;

    [Theory]
    [InlineData("/", "text/html", "<a href=\"/config_dump\">")]
    [InlineData("/help", "text/plain", "  /quitquitquit (POST): exit the server\n")]
    [InlineData("/ready", "text/plain", "LIVE\n")]
    [InlineData("/stats", "text/plain", "http.ingress.downstream_rq_2xx: 1\n")]
    [InlineData("/stats", "text/plain", "\nserver.live: 1\n")]
    [InlineData("/stats", "text/plain", "\ncluster.web.membership_healthy: 1\n")]
    [InlineData("/stats/prometheus", "text/plain",
        "envoy_http_downstream_rq_xx{envoy_response_code_class=\"2\",envoy_http_conn_manager_prefix=\"ingress\"} 1\n")]
    [InlineData("/stats/prometheus", "text/plain", "# TYPE envoy_http_downstream_rq_time histogram\n")]
    [InlineData("/stats?format=prometheus", "text/plain", "envoy_server_live{} 1\n")]
    [InlineData("/clusters", "text/plain", "web::default_priority::max_connections::1024\n")]
    [InlineData("/clusters", "text/plain", "web::added_via_api::false\n")]
    [InlineData("/clusters", "text/plain", "web::127.0.0.1:9::health_flags::healthy\n")]
    [InlineData("/clusters", "text/plain", "web::127.0.0.1:9::weight::3\n")]
    [InlineData("/clusters", "text/plain", "web::127.0.0.1:10::health_flags::/failed_eds_health\n")]
    [InlineData("/listeners", "text/plain", "web::127.0.0.1:")]
    [InlineData("/memory", "application/json", "\"heap_size\"")]
    [InlineData("/certs", "application/json", "\"certificates\": []")]
    [InlineData("/init_dump", "application/json", "\"unready_targets_dumps\": []")]
    public async Task A_path_answers_in_its_format(string path, string contentType, string part)
    {
        HttpResponseMessage response = await Admin.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(part, await TestClient.BodyOf(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stats_can_be_filtered()
    {
        string text = await Admin.TextAsync("/stats?usedonly&filter=^http\\..*_total$");

        string[] names =
            [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':')[0])];
        Assert.Contains("http.ingress.downstream_rq_total", names);
        Assert.All(names, name => Assert.Matches("^http\\..*_total$", name));
        Assert.DoesNotContain("http.ingress.downstream_cx_http2_total", names);
    }

    [Theory]
    [InlineData("/stats?filter=(", HttpStatusCode.BadRequest)]
    [InlineData("/stats?format=xml", HttpStatusCode.BadRequest)]
    [InlineData("/config_dump?name_regex=(", HttpStatusCode.BadRequest)]
    [InlineData("/config_dump?resource=nothing", HttpStatusCode.NotFound)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    public async Task A_request_that_makes_no_sense_is_refused(string path, HttpStatusCode status) =>
        Assert.Equal(status, (await Admin.GetAsync(path)).StatusCode);

    [Theory]
    [InlineData("/quitquitquit")]
    [InlineData("/logging?level=debug")]
    [InlineData("/reset_counters")]
    [InlineData("/healthcheck/fail")]
    [InlineData("/healthcheck/ok")]
    [InlineData("/drain_listeners")]
    public async Task A_mutation_wants_POST(string path)
    {
        HttpResponseMessage response = await Admin.GetAsync(path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
        Assert.Equal("LIVE\n", await Admin.TextAsync("/ready"));
    }

    [Fact]
    public async Task The_config_dump_has_the_configuration_and_what_of_it_has_no_effect()
    {
        using JsonDocument dump = await JsonAsync("/config_dump");

        string[] types = [.. dump.RootElement.GetProperty("configs").EnumerateArray()
            .Select(config => config.GetProperty("@type").GetString()!.Split('.')[^1])];
        Assert.Equal(
            ["BootstrapConfigDump", "ClustersConfigDump", "ListenersConfigDump", "RoutesConfigDump"], types);
        JsonElement cluster = dump.RootElement.GetProperty("configs")[1].GetProperty("static_clusters")[0]
            .GetProperty("cluster");
        Assert.Equal(
            "type.googleapis.com/envoy.config.cluster.v3.Cluster", cluster.GetProperty("@type").GetString());
        Assert.Equal("web", cluster.GetProperty("name").GetString());
        Assert.Equal(
            "bootstrap: static_resources.clusters[].outlier_detection: not implemented, no endpoint is ejected",
            dump.RootElement.GetProperty("unimplemented_fields")[0].GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("/config_dump?resource=static_listeners", 1)]
    [InlineData("/config_dump?resource=static_clusters&name_regex=^w", 1)]
    [InlineData("/config_dump?resource=static_clusters&name_regex=^x", 0)]
    [InlineData("/config_dump?resource=static_route_configs", 1)]
    [InlineData("/config_dump?resource=dynamic_listeners", 0)]
    public async Task One_list_of_the_config_dump_can_be_asked_for(string path, int count)
    {
        using JsonDocument dump = await JsonAsync(path);

        Assert.Equal(count, dump.RootElement.GetProperty("configs").GetArrayLength());
    }

    [Fact]
    public async Task Clusters_and_listeners_are_shown_as_json_too()
    {
        using JsonDocument clusters = await JsonAsync("/clusters?format=json");
        using JsonDocument listeners = await JsonAsync("/listeners?format=json");

        JsonElement host =
            clusters.RootElement.GetProperty("cluster_statuses")[0].GetProperty("host_statuses")[1];
        Assert.Equal(10, host.GetProperty("address").GetProperty("socket_address").GetProperty("port_value")
            .GetInt32());
        Assert.Equal(
            "UNHEALTHY", host.GetProperty("health_status").GetProperty("eds_health_status").GetString());
        JsonElement listener = listeners.RootElement.GetProperty("listener_statuses")[0];
        Assert.Equal("web", listener.GetProperty("name").GetString());
        Assert.NotEqual(
            0, listener.GetProperty("local_address").GetProperty("socket_address").GetProperty("port_value")
                .GetInt32());
    }

    [Fact]
    public async Task Server_info_tells_who_runs_and_how()
    {
        using JsonDocument info = await JsonAsync("/server_info");

        Assert.Equal("LIVE", info.RootElement.GetProperty("state").GetString());
        Assert.Equal("test-node", info.RootElement.GetProperty("node").GetProperty("id").GetString());
        Assert.Equal(
            1, info.RootElement.GetProperty("command_line_options").GetProperty("concurrency").GetInt32());
    }

    [Fact]
    public async Task Several_requests_can_share_a_connection_and_a_wrong_one_ends_it()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Admin.Host, Admin.Port, TestContext.Current.CancellationToken);
        socket.Send(Encoding.ASCII.GetBytes(
            "POST /ready HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\nabc"
            + "HEAD /ready HTTP/1.1\r\nhost: a\r\n\r\n"
            + "GET /ready HTTP/1.1\r\nhost: a\r\nbad header: x\r\n\r\n"));

        using var reader = new StreamReader(new NetworkStream(socket));
        string all = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["200", "200", "400"], all.Split("HTTP/1.1 ").Skip(1).Select(answer => answer[..3]));
        Assert.Equal(1, all.Split("LIVE").Length - 1);
    }

    private async Task<JsonDocument> JsonAsync(string path) =>
        JsonDocument.Parse(await Admin.TextAsync(path));
}
