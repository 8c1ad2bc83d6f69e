using Outrigger.Resources.Networking.ServiceEntries;

namespace Outrigger.Discovery.Registry;

/// <summary>Reads Istio ServiceEntries: one service for each host.</summary>
internal static class ServiceEntries
{
    public static IEnumerable<MeshService> Read(ConfigItem<ServiceEntrySpec> item)
    {
        var spec = item.Spec;
        var ports = MeshServicePort.Carried(spec.Ports.Select(ReadPort));
        var visibility = Visibility.Parse(spec.ExportTo, item.Key.Namespace);
        foreach (var host in spec.Hosts)
        {
            yield return new MeshService
            {
                Host = host.ToLowerInvariant(),
                Name = item.Key.Name,
                Namespace = item.Key.Namespace,
                Source = item.Key,
                Created = item.Created,
                Ports = ports,
                // A CIDR block is a range of addresses to capture, not an address to answer for.
                VirtualAddresses = spec.Addresses.Where(address => !address.Contains('/')).ToList(),
                Resolution = ResolutionOf(spec.Resolution ?? ServiceEntryResolution.None),
                IsExternal = (spec.Location ?? ServiceEntryLocation.MeshExternal) == ServiceEntryLocation.MeshExternal,
                Visibility = visibility,
                SubjectAltNames = spec.SubjectAltNames,
                Selector = spec.WorkloadSelector is { Labels.Count: > 0 } selector ? selector.Labels : null,
            };
        }
    }

    private static ServiceResolution ResolutionOf(ServiceEntryResolution resolution) => resolution switch
    {
        ServiceEntryResolution.Static => ServiceResolution.Registry,
        ServiceEntryResolution.Dns => ServiceResolution.Dns,
        ServiceEntryResolution.DnsRoundRobin => ServiceResolution.DnsRoundRobin,
        _ => ServiceResolution.OriginalDestination,
    };

    private static MeshServicePort ReadPort(ServiceEntryPort port)
    {
        var number = (int)(port.Number ?? 0);
        var protocol = ProtocolSelection.OfKubernetesPort(port.Name, port.Protocol, null, number);
        return new MeshServicePort(number, port.Name ?? "", protocol, (int)(port.TargetPort ?? 0));
    }
}
