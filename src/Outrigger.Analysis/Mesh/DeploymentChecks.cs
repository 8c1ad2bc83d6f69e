using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Deployments;
using Outrigger.Resources.Kubernetes.Services;

namespace Outrigger.Analysis.Mesh;

/// <summary>Services that disagree about the same port of the same workload.</summary>
internal static class DeploymentChecks
{
    public static void Run(MeshIndex index, Findings all)
    {
        foreach (ResourceObject<DeploymentSpec> deployment in index.Snapshot.List<DeploymentSpec>())
        {
            Workload pods = index.Workloads.First(workload => ReferenceEquals(workload.Resource, deployment));
            List<(ResourceObject<ServiceSpec> Service, ServicePort Port)> ports =
            [
                .. index.Snapshot.List<ServiceSpec>(deployment.Namespace)
                    .Where(service => service.Spec.Selector.Count > 0 && pods.Has(service.Spec.Selector))
                    .SelectMany(service => service.Spec.Ports.Select(port => (service, port))),
            ];
            foreach (var group in ports.GroupBy(pair => TargetOf(pair.Port)))
            {
                Check(group.Key, [.. group], all.About(deployment));
            }
        }
    }

    private static string TargetOf(ServicePort port) => port.TargetPort?.Text ?? $"{port.Port}";

    private static void Check(
        string target,
        List<(ResourceObject<ServiceSpec> Service, ServicePort Port)> ports,
        ObjectFindings findings)
    {
        string[] services = [.. ports.Select(pair => pair.Service.Name).Distinct()];
        if (services.Length < 2) return;
        string names = string.Join(", ", services);
        string[] protocols = [.. ports.Select(pair => ProtocolOf(pair.Port)).Distinct()];
        if (protocols.Length > 1)
        {
            findings.Warn(
                "spec.template",
                $"the services {names} have port {target} of these pods, but disagree about its protocol: "
                    + string.Join(", ", protocols),
                AnalysisCodes.DeploymentInMultipleServices);
        }

        long[] numbers = [.. ports.Select(pair => (long)(pair.Port.Port ?? 0)).Distinct().Order()];
        if (numbers.Length < 2) return;
        findings.Warn(
            "spec.template",
            $"the services {names} lead to port {target} of these pods from different ports: "
                + string.Join(", ", numbers),
            AnalysisCodes.ConflictingPorts);
    }

    private static string ProtocolOf(ServicePort port) =>
        (port.AppProtocol ?? (port.Name ?? "").Split('-')[0]) is { Length: > 0 } said ? said : "unsaid";
}
