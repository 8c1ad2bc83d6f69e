using System.Text.Json;
using Outrigger.Resources;

namespace Outrigger.Cli.Tables;

/// <summary>What is worth a column of each kind, besides what every object has.</summary>
internal static class KindColumns
{
    private static readonly Dictionary<string, Column[]> ByKind = new(StringComparer.Ordinal)
    {
        ["VirtualService"] = [Joined("GATEWAYS", "spec.gateways"), Joined("HOSTS", "spec.hosts")],
        ["DestinationRule"] = [Text("HOST", "spec.host"), new("SUBSETS", Subsets)],
        ["Gateway"] =
        [
            Pairs("SELECTOR", "spec.selector"), new("SERVERS", Servers), new("HOSTS", ServerHosts),
        ],
        ["ServiceEntry"] =
        [
            Joined("HOSTS", "spec.hosts"), Text("LOCATION", "spec.location"),
            Text("RESOLUTION", "spec.resolution"),
        ],
        ["WorkloadEntry"] = [Text("ADDRESS", "spec.address"), Pairs("LABELS", "spec.labels")],
        ["WorkloadGroup"] = [Text("SERVICEACCOUNT", "spec.template.serviceAccount")],
        ["Sidecar"] = [Pairs("SELECTOR", "spec.workloadSelector.labels")],
        ["EnvoyFilter"] = [Pairs("SELECTOR", "spec.workloadSelector.labels")],
        ["PeerAuthentication"] =
        [
            Text("MODE", "spec.mtls.mode"), Pairs("SELECTOR", "spec.selector.matchLabels"),
        ],
        ["RequestAuthentication"] = [Pairs("SELECTOR", "spec.selector.matchLabels")],
        ["AuthorizationPolicy"] =
        [
            Text("ACTION", "spec.action", whenAbsent: "ALLOW"),
            Pairs("SELECTOR", "spec.selector.matchLabels"),
        ],
        ["Service"] =
        [
            Text("TYPE", "spec.type", whenAbsent: "ClusterIP"), Text("CLUSTER-IP", "spec.clusterIP"),
            new("PORT(S)", ServicePorts),
        ],
        ["Pod"] =
        [
            new("READY", PodReady), new("STATUS", PodStatus), new("RESTARTS", PodRestarts),
            Text("IP", "status.podIP"),
        ],
        ["Deployment"] =
        [
            Text("REPLICAS", "spec.replicas", whenAbsent: "1"),
            Pairs("SELECTOR", "spec.selector.matchLabels"),
        ],
        ["EndpointSlice"] =
        [
            Text("ADDRESSTYPE", "addressType"), new("PORTS", SlicePorts), new("ENDPOINTS", SliceAddresses),
        ],
        ["Namespace"] = [Text("STATUS", "status.phase", whenAbsent: "Active")],
        ["ConfigMap"] = [Sizes("DATA", "data", "binaryData")],
        ["Secret"] = [Text("TYPE", "type", whenAbsent: "Opaque"), Sizes("DATA", "data", "stringData")],
    };

    /// <summary>The kind's columns; none where nothing stands out.</summary>
    public static IReadOnlyList<Column> Of(ResourceKind kind) => ByKind.GetValueOrDefault(kind.Name) ?? [];

    private static Column Text(string heading, string path, string whenAbsent = "") =>
        new(heading, item => item.Field(path).Text() is { Length: > 0 } text ? text : whenAbsent);

    private static Column Joined(string heading, string path) =>
        new(heading, item => item.Field(path).Joined());

    private static Column Pairs(string heading, string path) =>
        new(heading, item => item.Field(path).Pairs());

    private static Column Sizes(string heading, params string[] paths) =>
        new(heading, item => $"{paths.Sum(path => item.Field(path).Size())}");

    private static string Subsets(JsonElement item) =>
        string.Join(',', item.Field("spec.subsets").Items().Select(subset => subset.Field("name").Text()));

    private static string Servers(JsonElement item) => string.Join(',', item.Field("spec.servers").Items()
        .Select(server => $"{server.Field("port.number").Text()}/{server.Field("port.protocol").Text()}"));

    private static string ServerHosts(JsonElement item) => string.Join(',', item.Field("spec.servers").Items()
        .SelectMany(server => server.Field("hosts").Items()).Select(JsonFields.Text).Distinct());

    private static string ServicePorts(JsonElement item) => string.Join(',', item.Field("spec.ports").Items()
        .Select(port => $"{port.Field("port").Text()}/{Protocol(port)}"));

    private static string Protocol(JsonElement port) =>
        port.Field("protocol").Text() is { Length: > 0 } protocol ? protocol : "TCP";

    private static string PodReady(JsonElement item)
    {
        var containers = item.Field("status.containerStatuses").Items().ToList();
        var total = containers.Count > 0 ? containers.Count : item.Field("spec.containers").Size();
        return $"{containers.Count(container => container.Field("ready").Text() == "true")}/{total}";
    }

    private static string PodStatus(JsonElement item)
    {
        if (item.Field("metadata.deletionTimestamp").Text().Length > 0) return "Terminating";
        var waiting = item.Field("status.containerStatuses").Items()
            .Select(container => container.Field("state.waiting.reason").Text())
            .FirstOrDefault(reason => reason.Length > 0);
        if (waiting is not null) return waiting;
        return item.Field("status.reason").Text() is { Length: > 0 } reason
            ? reason
            : item.Field("status.phase").Text();
    }

    private static string PodRestarts(JsonElement item) => $"{item.Field("status.containerStatuses").Items()
        .Sum(container => int.TryParse(container.Field("restartCount").Text(), out var count) ? count : 0)}";

    private static string SlicePorts(JsonElement item) =>
        string.Join(',', item.Field("ports").Items().Select(port => port.Field("port").Text()));

    private static string SliceAddresses(JsonElement item) => string.Join(',', item.Field("endpoints").Items()
        .SelectMany(endpoint => endpoint.Field("addresses").Items()).Select(JsonFields.Text));
}
