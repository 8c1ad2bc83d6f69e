using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Outrigger.Local.Networking;
using Outrigger.Local.Pods;

namespace Outrigger.Local.Sidecars;

/// <summary>
/// Writes a proxy's bootstrap (envoy.config.bootstrap.v3.Bootstrap as JSON): who the proxy is, where its
/// control plane is, and that everything else comes from there.
/// </summary>
internal static class ProxyBootstrap
{
    private const string ControlPlaneCluster = "xds-grpc";
    private const string HttpOptions = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
    private const string DomainSuffix = "svc.cluster.local";

    /// <summary>The bootstrap of the pod's proxy.</summary>
    /// <param name="plan">The pod.</param>
    /// <param name="network">The pod's addresses.</param>
    /// <param name="mode">How traffic is brought to the proxy.</param>
    /// <param name="controlPlane">Where the control plane serves xDS.</param>
    public static string ToJson(
        PodPlan plan, PodNetwork network, InterceptionMode mode, IPEndPoint controlPlane)
    {
        var bootstrap = new JsonObject
        {
            ["node"] = Node(plan, network, mode),
            ["admin"] = new JsonObject
            {
                ["address"] = SocketAddress(new IPEndPoint(network.AdminAddress, ProxyPorts.Admin)),
            },
            ["dynamic_resources"] = DynamicResources(),
            ["static_resources"] = new JsonObject { ["clusters"] = new JsonArray(XdsCluster(controlPlane)) },
        };
        if (plan.IsGateway)
        {
            bootstrap["layered_runtime"] = GatewayRuntime();
        }

        return bootstrap.ToJsonString(new() { WriteIndented = true });
    }

    private static JsonObject Node(PodPlan plan, PodNetwork network, InterceptionMode mode)
    {
        var labels = new JsonObject();
        foreach (var (name, value) in plan.Labels)
        {
            labels[name] = value;
        }

        var metadata = new JsonObject
        {
            ["NAME"] = plan.Name,
            ["NAMESPACE"] = plan.Namespace,
            ["LABELS"] = labels,
            ["SERVICE_ACCOUNT"] = plan.Spec.ServiceAccountName ?? "default",
            ["WORKLOAD_NAME"] = plan.Deployment,
            ["CLUSTER_ID"] = "Kubernetes",
            ["INSTANCE_IPS"] = network.PodAddress.ToString(),
            ["INTERCEPTION_MODE"] = mode == InterceptionMode.Redirect ? "REDIRECT" : "NONE",
        };
        if (mode == InterceptionMode.None && !plan.IsGateway)
        {
            metadata["HTTP_PROXY_PORT"] = ProxyPorts.HttpProxy.ToString(CultureInfo.InvariantCulture);
            metadata["APP_ADDRESS"] = network.ApplicationAddress.ToString();
        }

        var type = plan.IsGateway ? "router" : "sidecar";
        return new JsonObject
        {
            ["id"] =
                $"{type}~{network.PodAddress}~{plan.Name}.{plan.Namespace}~{plan.Namespace}.{DomainSuffix}",
            ["cluster"] = $"{plan.Labels.GetValueOrDefault("app", plan.Deployment)}.{plan.Namespace}",
            ["metadata"] = metadata,
        };
    }

    private static JsonObject DynamicResources() => new()
    {
        ["ads_config"] = new JsonObject
        {
            ["api_type"] = "DELTA_GRPC",
            ["transport_api_version"] = "V3",
            ["grpc_services"] = new JsonArray(new JsonObject
            {
                ["envoy_grpc"] = new JsonObject { ["cluster_name"] = ControlPlaneCluster },
            }),
        },
        ["cds_config"] = AggregatedSource(),
        ["lds_config"] = AggregatedSource(),
    };

    /// <summary>As many connections as Envoy's guide for edge proxies allows: more come from an attack.</summary>
    private static JsonObject GatewayRuntime() => new()
    {
        ["layers"] = new JsonArray(new JsonObject
        {
            ["name"] = "static",
            ["static_layer"] = new JsonObject { ["overload.global_downstream_max_connections"] = 50_000 },
        }),
    };

    private static JsonObject AggregatedSource() => new()
    {
        ["ads"] = new JsonObject(),
        ["resource_api_version"] = "V3",
    };

    private static JsonObject XdsCluster(IPEndPoint controlPlane) => new()
    {
        ["name"] = ControlPlaneCluster,
        ["type"] = "STATIC",
        ["connect_timeout"] = "1s",
        ["typed_extension_protocol_options"] = new JsonObject
        {
            [HttpOptions] = new JsonObject
            {
                ["@type"] = $"type.googleapis.com/{HttpOptions}",
                ["explicit_http_config"] = new JsonObject { ["http2_protocol_options"] = new JsonObject() },
            },
        },
        ["load_assignment"] = new JsonObject
        {
            ["cluster_name"] = ControlPlaneCluster,
            ["endpoints"] = new JsonArray(new JsonObject
            {
                ["lb_endpoints"] = new JsonArray(new JsonObject
                {
                    ["endpoint"] = new JsonObject { ["address"] = SocketAddress(controlPlane) },
                }),
            }),
        },
    };

    private static JsonObject SocketAddress(IPEndPoint endpoint) => new()
    {
        ["socket_address"] = new JsonObject
        {
            ["address"] = endpoint.Address.ToString(),
            ["port_value"] = endpoint.Port,
        },
    };
}
