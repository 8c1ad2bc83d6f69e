using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Services;
using Outrigger.Resources.Networking.Gateways;

namespace Outrigger.Analysis.Mesh;

/// <summary>
/// Whether Gateways have proxies, whether those have their ports, and whether Gateways get in each other's
/// way.
/// </summary>
internal static class GatewayChecks
{
    public static void Run(MeshIndex index, Findings all)
    {
        var owners = new Dictionary<string, ResourceKey>(StringComparer.Ordinal);
        foreach (ResourceObject<GatewaySpec> gateway in OldestFirst(index))
        {
            ObjectFindings findings = all.About(gateway);
            CheckConflicts(gateway, owners, findings);
            if (gateway.Spec.Selector.Count == 0) continue;
            List<Workload> proxies =
                [.. index.Workloads.Where(workload => workload.Has(gateway.Spec.Selector))];
            if (proxies.Count > 0) CheckPorts(gateway, proxies, index, findings);
            else ReportNoProxy(gateway, findings);
        }
    }

    private static IEnumerable<ResourceObject<GatewaySpec>> OldestFirst(MeshIndex index) =>
        index.Snapshot.List<GatewaySpec>()
            .OrderBy(gateway => gateway.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue)
            .ThenBy(gateway => gateway.Name, StringComparer.Ordinal)
            .ThenBy(gateway => gateway.Namespace, StringComparer.Ordinal);

    private static void ReportNoProxy(ResourceObject<GatewaySpec> gateway, ObjectFindings findings)
    {
        string selector =
            string.Join(",", gateway.Spec.Selector.Select(label => $"{label.Key}={label.Value}"));
        findings.Warn(
            "spec.selector",
            $"no workload has the labels {selector}, so that no proxy opens the gateway's ports",
            AnalysisCodes.ReferencedResourceNotFound);
    }

    private static void CheckPorts(
        ResourceObject<GatewaySpec> gateway,
        IReadOnlyList<Workload> proxies,
        MeshIndex index,
        ObjectFindings findings)
    {
        List<ResourceObject<ServiceSpec>> services =
        [
            .. index.Snapshot.List<ServiceSpec>().Where(service =>
                service.Spec.Selector.Count > 0
                && proxies.Any(
                    proxy => proxy.Namespace == service.Namespace && proxy.Has(service.Spec.Selector))),
        ];
        // A gateway that no Service leads to is addressed directly, at the ports that it opens.
        if (services.Count == 0) return;
        HashSet<long> ports =
            [.. services.SelectMany(service => service.Spec.Ports).Select(port => (long)(port.Port ?? 0))];
        for (int i = 0; i < gateway.Spec.Servers.Count; i++)
        {
            if (gateway.Spec.Servers[i].Port?.Number is not { } number || ports.Contains(number)) continue;
            findings.Warn(
                $"spec.servers[{i}].port.number",
                $"no Service of the gateway's proxies has the port {number}, only "
                    + string.Join(", ", ports.Order()),
                AnalysisCodes.GatewayPortNotOnService);
        }
    }

    private static void CheckConflicts(
        ResourceObject<GatewaySpec> gateway, Dictionary<string, ResourceKey> owners, ObjectFindings findings)
    {
        IEnumerable<string> labels = gateway.Spec.Selector
            .OrderBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => $"{label.Key}={label.Value}");
        string selector = string.Join(',', labels);
        for (int i = 0; i < gateway.Spec.Servers.Count; i++)
        {
            GatewayServer server = gateway.Spec.Servers[i];
            CheckProtocol(gateway, i, selector, owners, findings);
            for (int j = 0; j < server.Hosts.Count; j++)
            {
                string claim = $"{selector} {server.Bind} {server.Port?.Number} {server.Hosts[j]}";
                if (owners.TryAdd(claim, gateway.Key) || owners[claim] == gateway.Key) continue;
                findings.Warn(
                    $"spec.servers[{i}].hosts[{j}]",
                    $"{owners[claim]} already serves \"{server.Hosts[j]}\" on port {server.Port?.Number} of "
                        + "the same proxies",
                    AnalysisCodes.ConflictingGateways);
            }
        }
    }

    /// <summary>A port speaks clear-text HTTP, TLS or bytes: what the first Gateway says.</summary>
    private static void CheckProtocol(
        ResourceObject<GatewaySpec> gateway,
        int at,
        string selector,
        Dictionary<string, ResourceKey> owners,
        ObjectFindings findings)
    {
        GatewayServer server = gateway.Spec.Servers[at];
        string kind = KindOf(server);
        string port = $"{selector} {server.Bind} {server.Port?.Number}";
        foreach (string other in new[] { "HTTP", "TLS", "TCP" })
        {
            if (other == kind || !owners.TryGetValue($"{port} as {other}", out ResourceKey owner)) continue;
            findings.Warn(
                $"spec.servers[{at}].port.protocol",
                $"{owner} already has {other} on port {server.Port?.Number} of the same proxies, "
                    + "so that this server is not opened",
                AnalysisCodes.ConflictingGateways);
            return;
        }

        owners.TryAdd($"{port} as {kind}", gateway.Key);
    }

    private static string KindOf(GatewayServer server)
    {
        string protocol = (server.Port?.Protocol ?? "").ToUpperInvariant();
        if (protocol is "HTTP" or "HTTP2" or "GRPC" or "GRPC-WEB") return "HTTP";
        return server.Tls is null ? "TCP" : "TLS";
    }
}
