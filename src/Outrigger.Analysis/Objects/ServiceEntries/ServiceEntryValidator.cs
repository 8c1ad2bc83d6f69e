using Outrigger.Analysis.Syntax;
using Outrigger.Resources;
using Outrigger.Resources.Networking.ServiceEntries;
using Outrigger.Resources.Networking.WorkloadEntries;

namespace Outrigger.Analysis.Objects.ServiceEntries;

/// <summary>The rules of ServiceEntries.</summary>
internal static class ServiceEntryValidator
{
    public static void Validate(ResourceObject<ServiceEntrySpec> resource, ObjectFindings findings)
    {
        ServiceEntrySpec spec = resource.Spec;
        CheckHosts(spec, findings);
        Common.CheckExportTo(spec.ExportTo, findings);
        Common.CheckRanges(spec.Addresses, "spec.addresses", findings);
        if (spec.WorkloadSelector is { } selector)
        {
            Common.CheckLabels(selector.Labels, "spec.workloadSelector.labels", findings);
        }

        for (int i = 0; i < spec.Ports.Count; i++) CheckPort(spec.Ports[i], $"spec.ports[{i}]", findings);
        for (int i = 0; i < spec.Endpoints.Count; i++) CheckEndpoint(spec, i, findings);
        bool hasEndpoints = spec.Endpoints.Count > 0 || spec.WorkloadSelector is not null;
        if (spec.Resolution == ServiceEntryResolution.Static && !hasEndpoints)
        {
            findings.Warn(
                "spec.resolution",
                "found resolution STATIC without endpoints, so that no request can be served");
        }

        bool isNone = spec.Resolution is null or ServiceEntryResolution.None;
        int tcp = spec.Ports.ToList().FindIndex(
            port => (port.Protocol ?? "TCP").ToUpperInvariant() is "TCP" or "TLS");
        if (isNone && tcp >= 0 && spec.Addresses.Count == 0 && spec.Ports[tcp].Protocol is null or "TCP")
        {
            findings.Warn(
                $"spec.ports[{tcp}]",
                "found a TCP port without \"addresses\", so that the port is claimed for every address",
                AnalysisCodes.ServiceEntryAddressesRequired);
        }
    }

    private static void CheckHosts(ServiceEntrySpec spec, ObjectFindings findings)
    {
        bool needsName = spec.Resolution is ServiceEntryResolution.Dns or ServiceEntryResolution.DnsRoundRobin
            && spec.Endpoints.Count == 0 && spec.WorkloadSelector is null;
        for (int i = 0; i < spec.Hosts.Count; i++)
        {
            string path = $"spec.hosts[{i}]";
            Common.CheckHost(spec.Hosts[i], path, allowsWildcard: true, findings);
            if (needsName && spec.Hosts[i].StartsWith('*'))
            {
                const string Expected = "expected a full name, endpoints, or resolution DYNAMIC_DNS or NONE";
                findings.Error(
                    path, $"found the wildcard \"{spec.Hosts[i]}\" to be looked up in DNS, {Expected}");
            }

            if (spec.Hosts.Take(i).Contains(spec.Hosts[i], StringComparer.OrdinalIgnoreCase))
            {
                findings.Error(path, $"found the host \"{spec.Hosts[i]}\" twice, expected every host once");
            }
        }
    }

    private static void CheckPort(ServiceEntryPort port, string path, ObjectFindings findings)
    {
        if (port.Protocol is { } protocol && !Protocols.IsKnown(protocol))
        {
            findings.Error(
                $"{path}.protocol", $"found the protocol \"{protocol}\", expected one of "
                    + string.Join(", ", Protocols.All));
        }

        if (port.Name is "")
        {
            findings.Error($"{path}.name", "found an empty text, expected a name for the port");
        }
    }

    private static void CheckEndpoint(ServiceEntrySpec spec, int index, ObjectFindings findings)
    {
        WorkloadEntrySpec endpoint = spec.Endpoints[index];
        string path = $"spec.endpoints[{index}]";
        Common.CheckLabels(endpoint.Labels, $"{path}.labels", findings);
        foreach (string name in endpoint.Ports.Keys.Where(name => spec.Ports.All(port => port.Name != name)))
        {
            string known = string.Join(", ", spec.Ports.Select(port => port.Name));
            findings.Error(
                $"{path}.ports[{name}]",
                $"found the port \"{name}\", expected one of the entry's own: {known}");
        }

        if (endpoint.Address is not { Length: > 0 } address) return;
        if (address.StartsWith("unix://", StringComparison.Ordinal)) return;
        if (spec.Resolution == ServiceEntryResolution.Static && !Addresses.IsAddress(address))
        {
            findings.Error(
                $"{path}.address", $"found \"{address}\" with resolution STATIC, expected an IP address");
        }
        else
        {
            Common.CheckHost(address, $"{path}.address", allowsWildcard: false, findings);
        }
    }
}
