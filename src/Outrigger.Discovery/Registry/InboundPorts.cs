using Outrigger.Discovery.Proxies;

namespace Outrigger.Discovery.Registry;

/// <summary>Finds the ports on which services reach a workload.</summary>
internal static class InboundPorts
{
    /// <summary>
    /// The ports, ascending. Services are found by their selectors and the workload's labels, so that a
    /// sidecar is configured before its pod is ready and counted as an endpoint.
    /// </summary>
    public static IReadOnlyList<InboundPort> Of(MeshSnapshot snapshot, ProxyNode proxy)
    {
        if (proxy.Type != ProxyType.Sidecar) return [];
        var ports = new SortedDictionary<int, InboundPort>();
        foreach (var service in snapshot.Services)
        {
            if (service.Namespace != proxy.Namespace || service.Selector is not { } selector) continue;
            if (!Selection.Matches(selector, proxy.Labels)) continue;
            foreach (var port in service.Ports)
            {
                if (port.Protocol == Protocol.Udp) continue;
                if (TargetPortOf(snapshot, proxy, service, port) is { } target)
                    ports.TryAdd(target, new InboundPort(target, port.Protocol, service, port));
            }
        }
        return [.. ports.Values];
    }

    /// <summary>A target port given by name is the port of that name of the workload's containers.</summary>
    private static int? TargetPortOf(
        MeshSnapshot snapshot, ProxyNode proxy, MeshService service, MeshServicePort port)
    {
        if (port.TargetPortName is not { } name) return port.NumericTargetPort;
        return snapshot.ContainerPortOf(proxy.Namespace, proxy.Name, name)
            ?? snapshot.EndpointsOf(service, port.Number)
                .FirstOrDefault(endpoint => endpoint.Address == proxy.Address)?.Port;
    }
}
