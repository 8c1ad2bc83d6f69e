using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Pods;

namespace Outrigger.Local.Pods;

/// <summary>Resolves ports that are given by number or by name.</summary>
internal static class ContainerPorts
{
    /// <summary>
    /// The number: the port itself, or that of the container port with the name; null when no container has
    /// such a port.
    /// </summary>
    public static int? Resolve(PodSpec spec, IntOrString port) => port.IsNumber
        ? (int)port.Number
        : spec.Containers.SelectMany(container => container.Ports)
            .FirstOrDefault(candidate => candidate.Name == port.Text)?.Port;

    /// <summary>All TCP ports of the pod's containers, in their order.</summary>
    public static IReadOnlyList<int> TcpPorts(PodSpec spec) =>
    [
        .. spec.Containers.SelectMany(container => container.Ports)
            .Where(port => port.Protocol is null or "TCP")
            .Select(port => port.Port ?? 0)
            .Where(port => port > 0)
            .Distinct(),
    ];
}
