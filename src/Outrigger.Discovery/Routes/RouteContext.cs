using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Scoping;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Discovery.Routes;

/// <summary>For whom and for which listener routes are translated.</summary>
/// <param name="Snapshot">The mesh.</param>
/// <param name="Proxy">The proxy that gets the routes.</param>
/// <param name="Port">The listener's port as clients see it: the service port, or a Gateway server's.</param>
/// <param name="Gateway">The gateway by <c>namespace/name</c>, or <see
/// cref="VirtualServiceRule.Mesh"/>.</param>
internal sealed record RouteContext(MeshSnapshot Snapshot, ProxyNode Proxy, int Port, string Gateway)
{
    /// <summary>
    /// The cluster of a destination: its port if it names one, else the service's only port, else the port on
    /// which the request came in.
    /// </summary>
    public string ClusterOf(Destination destination, string ruleNamespace)
    {
        var host = HostName.Resolve(destination.Host ?? "", ruleNamespace, Snapshot.Options.Domain);
        var service = Snapshot.FindService(Proxy.Namespace, host);
        var port = (int)(destination.Port?.Number ?? 0);
        if (port == 0) port = OnlyPort(service) ?? Port;
        return ClusterName.Outbound(port, destination.Subset ?? "", host);
    }

    private static int? OnlyPort(MeshService? service) => service?.Ports.Count == 1 ? service.Ports[0].Number : null;
}
