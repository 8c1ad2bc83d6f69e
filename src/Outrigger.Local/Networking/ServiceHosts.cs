using System.Net;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Services;

namespace Outrigger.Local.Networking;

/// <summary>The names of Services as a hosts file says them, for pods that have no cluster DNS.</summary>
internal static class ServiceHosts
{
    private const string DomainSuffix = "svc.cluster.local";

    /// <summary>
    /// One entry for each Service with a cluster IP. Its bare name is given to the first Service that has it,
    /// with the namespace <c>default</c> before others: a hosts file knows no namespaces.
    /// </summary>
    public static IReadOnlyList<HostEntry> Of(IReadOnlyList<ResourceObject<ServiceSpec>> services)
    {
        var entries = new List<HostEntry>();
        var bareNames = new HashSet<string>();
        foreach (var service in services
            .OrderBy(service => service.Namespace != ResourceKey.DefaultNamespace)
            .ThenBy(service => service.Key))
        {
            if (!IPAddress.TryParse(service.Spec.ClusterIP, out var address))
            {
                continue;
            }

            var qualified = $"{service.Name}.{service.Namespace}";
            List<string> names = [$"{qualified}.{DomainSuffix}", $"{qualified}.svc", qualified];
            if (bareNames.Add(service.Name))
            {
                names.Add(service.Name);
            }

            entries.Add(new HostEntry(address, names));
        }

        return entries;
    }
}
