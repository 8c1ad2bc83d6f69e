using Outrigger.Analysis.Objects.VirtualServices;
using Outrigger.Analysis.Syntax;
using Outrigger.Resources;
using Outrigger.Resources.Networking.Gateways;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Analysis.Mesh;

/// <summary>Whether the gateways of VirtualServices exist and serve their hosts.</summary>
internal static class VirtualServiceGatewayChecks
{
    public static void Run(MeshIndex index, Findings all)
    {
        foreach (ResourceObject<VirtualServiceSpec> resource in index.Snapshot.List<VirtualServiceSpec>())
        {
            ObjectFindings findings = all.About(resource);
            for (int i = 0; i < resource.Spec.Gateways.Count; i++)
            {
                string reference = resource.Spec.Gateways[i];
                if (reference != VirtualServiceValidator.MeshGateway)
                {
                    Check(resource, reference, i, index, findings);
                }
            }
        }
    }

    private static void Check(
        ResourceObject<VirtualServiceSpec> resource,
        string reference,
        int at,
        MeshIndex index,
        ObjectFindings findings)
    {
        string[] parts = reference.Split('/', 2);
        string space = parts.Length == 2 ? parts[0] : resource.Namespace;
        if (index.Snapshot.Find<GatewaySpec>(space, parts[^1]) is not { } gateway)
        {
            findings.Warn(
                $"spec.gateways[{at}]",
                $"there is no Gateway {space}/{parts[^1]}, so that nothing is routed through it",
                AnalysisCodes.ReferencedResourceNotFound);
            return;
        }

        for (int i = 0; i < resource.Spec.Hosts.Count; i++)
        {
            string host = index.Resolve(resource.Spec.Hosts[i], resource.Namespace);
            if (gateway.Spec.Servers.SelectMany(server => server.Hosts).Any(
                served => Serves(served, host, resource, gateway)))
            {
                continue;
            }

            findings.Warn(
                $"spec.hosts[{i}]",
                $"the Gateway {space}/{parts[^1]} serves no host that covers \"{host}\"",
                AnalysisCodes.HostNotInGateway);
        }
    }

    private static bool Serves(
        string served,
        string host,
        ResourceObject<VirtualServiceSpec> resource,
        ResourceObject<GatewaySpec> gateway)
    {
        int slash = served.IndexOf('/', StringComparison.Ordinal);
        string space = slash < 0 ? "*" : served[..slash];
        bool isVisible = space == "*" || (space == "." ? gateway.Namespace : space) == resource.Namespace;
        return isVisible && HostNames.Overlap(host, served[(slash + 1)..]);
    }
}
