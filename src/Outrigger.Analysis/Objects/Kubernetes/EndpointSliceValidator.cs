using Outrigger.Analysis.Syntax;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.EndpointSlices;

namespace Outrigger.Analysis.Objects.Kubernetes;

/// <summary>The rules of EndpointSlices.</summary>
internal static class EndpointSliceValidator
{
    public static void Validate(ResourceObject<EndpointSlice> resource, ObjectFindings findings)
    {
        EndpointSlice slice = resource.Spec;
        if (slice.AddressType is not ("IPv4" or "IPv6" or "FQDN"))
        {
            findings.Error("addressType", $"found \"{slice.AddressType}\", expected IPv4, IPv6 or FQDN");
        }

        for (int i = 0; i < slice.Endpoints.Count; i++)
        {
            IReadOnlyList<string> addresses = slice.Endpoints[i].Addresses;
            if (addresses.Count == 0)
            {
                findings.Error($"endpoints[{i}].addresses", "found no addresses, expected at least one");
            }

            for (int j = 0; j < addresses.Count; j++)
            {
                if (slice.AddressType == "FQDN" || Addresses.IsAddress(addresses[j])) continue;
                findings.Error(
                    $"endpoints[{i}].addresses[{j}]", $"found \"{addresses[j]}\", expected an IP address");
            }
        }

        for (int i = 0; i < slice.Ports.Count; i++)
        {
            Common.CheckPort(slice.Ports[i].Port, $"ports[{i}].port", findings);
        }
    }
}
