using System.Text.Json;

namespace Outrigger.Bench.Peers;

internal sealed class OutriggerPeer(int port, string program) : Peer("outrigger", port)
{
    private const string TypePrefix = "type.googleapis.com/envoy.extensions.filters";

    public override string Version() => FirstLine(program, "--version");

    protected override IReadOnlyList<string> Prepare(string folder, BenchTargets targets)
    {
        var file = Path.Combine(folder, "bootstrap.json");
        File.WriteAllText(file, JsonSerializer.Serialize(Bootstrap(targets)));
        return [program, "-c", file, "--concurrency", "1", "-l", "warning"];
    }

    private Dictionary<string, object> Bootstrap(BenchTargets targets) => new()
    {
        ["node"] = new { id = "bench", cluster = "bench" },
        ["admin"] = new { address = Address("127.0.0.1", Port + 1) },
        ["static_resources"] = new { listeners = new[] { Listener(targets) }, clusters = new[] { Cluster(targets) } },
    };

    private Dictionary<string, object> Listener(BenchTargets targets) => new()
    {
        ["name"] = "bench",
        ["address"] = Address("127.0.0.1", Port),
        ["filter_chains"] = new[] { new { filters = new[] { ConnectionManager(targets) } } },
    };

    private static Dictionary<string, object> ConnectionManager(BenchTargets targets) => new()
    {
        ["name"] = "envoy.filters.network.http_connection_manager",
        ["typed_config"] = new Dictionary<string, object>
        {
            ["@type"] = $"{TypePrefix}.network.http_connection_manager.v3.HttpConnectionManager",
            ["stat_prefix"] = "bench",
            ["use_remote_address"] = true,
            ["route_config"] = RouteConfiguration(targets),
            ["http_filters"] = new[]
            {
                new Dictionary<string, object>
                {
                    ["name"] = "envoy.filters.http.router",
                    ["typed_config"] = new Dictionary<string, object>
                    {
                        ["@type"] = $"{TypePrefix}.http.router.v3.Router",
                    },
                },
            },
        },
    };

    /// <summary>More than its peers do: a host table and header rules before the route that matches.</summary>
    private static object RouteConfiguration(BenchTargets targets) => new
    {
        name = "bench",
        virtual_hosts = new[]
        {
            new
            {
                name = "bench",
                domains = new[] { targets.Host },
                routes = new object[]
                {
                    new
                    {
                        match = new
                        {
                            prefix = "/",
                            headers = new[] { new { name = "end-user", string_match = new { exact = "jason" } } },
                        },
                        route = new { cluster = "backend" },
                    },
                    new { match = new { prefix = "/" }, route = new { cluster = "backend" } },
                },
            },
        },
    };

    private static Dictionary<string, object> Cluster(BenchTargets targets) => new()
    {
        ["name"] = "backend",
        ["type"] = "STATIC",
        ["lb_policy"] = "LEAST_REQUEST",
        ["load_assignment"] = new
        {
            cluster_name = "backend",
            endpoints = new[]
            {
                new
                {
                    lb_endpoints = targets.Backends.Select(backend => new
                    {
                        endpoint = new
                        {
                            address = Address(backend.Split(':')[0], int.Parse(backend.Split(':')[1])),
                        },
                    }),
                },
            },
        },
    };

    private static object Address(string ip, int port) =>
        new { socket_address = new { address = ip, port_value = port } };
}
