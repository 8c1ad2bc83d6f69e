using Envoy.Config.Core.V3;
using Envoy.Config.Listener.V3;
using Envoy.Config.Rbac.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Config;
using Outrigger.Discovery;
using Outrigger.Discovery.Proxies;
using Outrigger.Resources;
using HttpRbac = Envoy.Extensions.Filters.Http.Rbac.V3.RBAC;
using NetworkRbac = Envoy.Extensions.Filters.Network.Rbac.V3.RBAC;

namespace Outrigger.Testing.Authorization;

/// <summary>The authorization filters that a workload gets of the whole generated configuration.</summary>
/// <param name="Manager">Its connection manager for port 8080.</param>
/// <param name="Http">The filters of that, in their order.</param>
/// <param name="Network">Those of its chain for port 9000, in their order.</param>
public sealed record GeneratedFilters(
    HttpConnectionManager Manager, IReadOnlyList<HttpRbac> Http, IReadOnlyList<NetworkRbac> Network)
{
    /// <summary>The rules and shadow rules of the filters, in their order.</summary>
    public IEnumerable<(RBAC? Rules, RBAC? Shadow)> RulesOf(bool isTcp) => isTcp
        ? Network.Select(filter => ((RBAC?)filter.Rules, (RBAC?)filter.ShadowRules))
        : Http.Select(filter => ((RBAC?)filter.Rules, (RBAC?)filter.ShadowRules));

    private const string Services = """
        apiVersion: v1
        kind: Service
        metadata: { name: orders, namespace: NAMESPACE }
        spec:
          selector: { app: APP }
          ports:
          - { name: http, port: 8080, targetPort: 8080 }
          - { name: tcp, port: 9000, targetPort: 9000 }
        ---
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: { name: entrance, namespace: NAMESPACE }
        spec:
          selector: { app: APP }
          servers:
          - port: { number: 8080, name: http, protocol: HTTP }
            hosts: ["*"]
          - port: { number: 9000, name: tcp, protocol: TCP }
            hosts: ["*"]
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: entrance, namespace: NAMESPACE }
        spec:
          hosts: ["*"]
          gateways: [entrance]
          tcp:
          - route: [{ destination: { host: orders, port: { number: 9000 } } }]

        """;

    /// <summary>Generates them.</summary>
    /// <param name="policies">The policies in YAML.</param>
    /// <param name="workloadNamespace">The workload's namespace.</param>
    /// <param name="labels">Its labels; <c>app</c> must be there.</param>
    /// <param name="isGateway">Whether it is a gateway.</param>
    /// <param name="options">What the mesh has in common.</param>
    public static GeneratedFilters Of(
        string policies,
        string workloadNamespace,
        IReadOnlyDictionary<string, string> labels,
        bool isGateway,
        MeshOptions options)
    {
        string services = Services.Replace("NAMESPACE", workloadNamespace, StringComparison.Ordinal)
            .Replace("APP", labels["app"], StringComparison.Ordinal);
        var read = ResourceReader.Read(services + "---\n" + policies, "policies.yaml");
        var errors = read.Diagnostics.Where(each => each.Severity == Severity.Error).ToList();
        if (errors.Count > 0)
            throw new InvalidOperationException(string.Join('\n', errors));
        var snapshot = MeshSnapshot.Build(new ConfigSnapshot(1, read.Objects), options);
        var listeners = ResourceGenerator.Generate(snapshot, NodeOf(workloadNamespace, labels, isGateway)).Listeners;
        var chains = listeners
            .Where(listener => isGateway || listener.TrafficDirection == TrafficDirection.Inbound)
            .SelectMany(listener => listener.FilterChains).ToList();
        var manager = chains.Select(chain => chain.Filters[^1].TypedConfig)
            .First(config => config.Is(HttpConnectionManager.Descriptor)).Unpack<HttpConnectionManager>();
        return new GeneratedFilters(manager, HttpOf(manager), NetworkOf(chains));
    }

    private static IReadOnlyList<HttpRbac> HttpOf(HttpConnectionManager manager) =>
    [
        .. manager.HttpFilters.Where(filter => filter.TypedConfig.Is(HttpRbac.Descriptor))
            .Select(filter => filter.TypedConfig.Unpack<HttpRbac>()),
    ];

    private static IReadOnlyList<NetworkRbac> NetworkOf(IEnumerable<FilterChain> chains)
    {
        var chain = chains.First(each => !each.Filters[^1].TypedConfig.Is(HttpConnectionManager.Descriptor));
        return
        [
            .. chain.Filters.Where(filter => filter.TypedConfig.Is(NetworkRbac.Descriptor))
                .Select(filter => filter.TypedConfig.Unpack<NetworkRbac>()),
        ];
    }

    private static ProxyNode NodeOf(
        string workloadNamespace, IReadOnlyDictionary<string, string> labels, bool isGateway)
    {
        var fields = new Struct();
        foreach (var (key, value) in labels)
            fields.Fields[key] = Value.ForString(value);
        string type = isGateway ? "router" : "sidecar";
        var node = new Node
        {
            Id = $"{type}~10.0.0.9~orders-1.{workloadNamespace}~{workloadNamespace}.svc.cluster.local",
            Metadata = new Struct { Fields = { ["LABELS"] = Value.ForStruct(fields) } },
        };
        if (!ProxyNode.TryParse(node, out var proxy, out var error))
            throw new InvalidOperationException(error);
        return proxy!;
    }
}
