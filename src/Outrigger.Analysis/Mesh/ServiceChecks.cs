using Outrigger.Analysis.Syntax;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Services;

namespace Outrigger.Analysis.Mesh;

/// <summary>Whether the ports of Services say their protocol.</summary>
internal static class ServiceChecks
{
    // What is in the system's namespaces is not the mesh's user's to name.
    private static readonly string[] SystemNamespaces = ["kube-system", "kube-public", "kube-node-lease"];

    public static void Run(MeshIndex index, Findings all)
    {
        foreach (ResourceObject<ServiceSpec> service in index.Snapshot.List<ServiceSpec>())
        {
            if (SystemNamespaces.Contains(service.Namespace)) continue;
            for (int i = 0; i < service.Spec.Ports.Count; i++)
            {
                ServicePort port = service.Spec.Ports[i];
                bool isSaid = port.AppProtocol is not null || Protocols.IsNamedByConvention(port.Name ?? "");
                if (isSaid || port.Protocol is "UDP" or "SCTP") continue;
                all.About(service).Inform(
                    $"spec.ports[{i}]",
                    $"the name of port {port.Port} does not say its protocol, as http-web does, "
                        + "so it has to be guessed",
                    AnalysisCodes.PortNameConvention);
            }
        }
    }
}
