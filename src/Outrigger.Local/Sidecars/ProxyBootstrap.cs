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
    private const string ControlPlaneName = "istiod.istio-system.svc";
    private const string TypePrefix = "type.googleapis.com/";
    private const string TlsContext = "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext";
    private const string WorkloadIdentity = "outrigger.extensions.workload_identity.v1.WorkloadIdentity";
    private const string HttpOptions = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
    private const string DomainSuffix = "svc.cluster.local";

    /// <summary>The bootstrap of the pod's proxy.</summary>
    /// <param name="plan">The pod.</param>
    /// <param name="network">The pod's addresses.</param>
    /// <param name="mode">How traffic is brought to the proxy.</param>
    /// <param name="controlPlane">How the proxy reaches the control plane.</param>
    /// <param name="folders">Where the pod's files are.</param>
    public static string ToJson(
        PodPlan plan, PodNetwork network, InterceptionMode mode, ControlPlaneAccess controlPlane, PodFolders folders)
    {
        var bootstrap = new JsonObject
        {
            ["node"] = Node(plan, network, mode),
            ["admin"] = new JsonObject
            {
                ["address"] = SocketAddress(new IPEndPoint(network.AdminAddress, ProxyPorts.Admin)),
            },
            ["dynamic_resources"] = DynamicResources(),
            ["static_resources"] = new JsonObject
            {
                ["clusters"] = new JsonArray(XdsCluster(controlPlane.EndPoint, folders.RootsOf(plan))),
            },
            ["bootstrap_extensions"] = new JsonArray(Identity(plan, controlPlane, folders)),
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
            ["SERVICE_ACCOUNT"] = plan.ServiceAccount,
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

    private static JsonObject Identity(PodPlan plan, ControlPlaneAccess controlPlane, PodFolders folders)
    {
        var identity = new JsonObject
        {
            ["@type"] = TypePrefix + WorkloadIdentity,
            ["certificate_authority_cluster"] = ControlPlaneCluster,
            ["token_file"] = folders.TokenOf(plan),
            ["trust_domain"] = controlPlane.TrustDomain,
            ["namespace"] = plan.Namespace,
            ["service_account"] = plan.ServiceAccount,
            ["trust_bundle_file"] = folders.RootsOf(plan),
        };
        // The system takes no longer path for a socket; a proxy goes without rather than not at all.
        const int SocketPathBytesMax = 107;
        if (System.Text.Encoding.UTF8.GetByteCount(folders.SecretSocketOf(plan)) <= SocketPathBytesMax)
        {
            identity["sds_socket_path"] = folders.SecretSocketOf(plan);
        }

        if (controlPlane.CertificateLifetime is { } lifetime)
        {
            identity["certificate_lifetime"] =
                string.Create(CultureInfo.InvariantCulture, $"{lifetime.TotalSeconds}s");
        }

        return new JsonObject { ["name"] = "outrigger.workload_identity", ["typed_config"] = identity };
    }

    /// <summary>
    /// The control plane is known by its name and the mesh's roots, and knows the proxy by the workload's
    /// certificate.
    /// </summary>
    private static JsonObject ControlPlaneTls(string roots) => new()
    {
        ["name"] = "envoy.transport_sockets.tls",
        ["typed_config"] = new JsonObject
        {
            ["@type"] = TypePrefix + TlsContext,
            ["sni"] = ControlPlaneName,
            ["common_tls_context"] = new JsonObject
            {
                ["alpn_protocols"] = new JsonArray("h2"),
                ["tls_certificate_sds_secret_configs"] = new JsonArray(OwnSecret("default")),
                ["combined_validation_context"] = new JsonObject
                {
                    ["default_validation_context"] = new JsonObject
                    {
                        ["trusted_ca"] = new JsonObject { ["filename"] = roots },
                        ["match_typed_subject_alt_names"] = new JsonArray(new JsonObject
                        {
                            ["san_type"] = "DNS",
                            ["matcher"] = new JsonObject { ["exact"] = ControlPlaneName },
                        }),
                    },
                    ["validation_context_sds_secret_config"] = OwnSecret("ROOTCA"),
                },
            },
        },
    };

    /// <summary>A secret of the proxy's own identity, as Istio refers to it.</summary>
    private static JsonObject OwnSecret(string name) => new()
    {
        ["name"] = name,
        ["sds_config"] = new JsonObject
        {
            ["api_config_source"] = new JsonObject
            {
                ["api_type"] = "GRPC",
                ["transport_api_version"] = "V3",
                ["grpc_services"] = new JsonArray(new JsonObject
                {
                    ["envoy_grpc"] = new JsonObject { ["cluster_name"] = "sds-grpc" },
                }),
            },
            ["initial_fetch_timeout"] = "0s",
            ["resource_api_version"] = "V3",
        },
    };

    private static JsonObject XdsCluster(IPEndPoint controlPlane, string roots) => new()
    {
        ["transport_socket"] = ControlPlaneTls(roots),
        ["name"] = ControlPlaneCluster,
        ["type"] = "STATIC",
        ["connect_timeout"] = "1s",
        ["typed_extension_protocol_options"] = new JsonObject
        {
            [HttpOptions] = new JsonObject
            {
                ["@type"] = TypePrefix + HttpOptions,
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
