using Outrigger.Analysis.Syntax;
using Outrigger.Resources;
using Outrigger.Resources.Networking.VirtualServices;
using Outrigger.Resources.Validation;

namespace Outrigger.Analysis.Objects.VirtualServices;

/// <summary>The rules of VirtualServices.</summary>
internal static class VirtualServiceValidator
{
    /// <summary>The gateway name that stands for all sidecars.</summary>
    public const string MeshGateway = "mesh";

    public static void Validate(ResourceObject<VirtualServiceSpec> resource, ObjectFindings findings)
    {
        VirtualServiceSpec spec = resource.Spec;
        CheckHosts(spec, findings);
        CheckGateways(spec.Gateways, "spec.gateways", findings);
        Common.CheckExportTo(spec.ExportTo, findings);
        if (spec.Http.Count + spec.Tcp.Count + spec.Tls.Count == 0)
        {
            findings.Error(
                "spec", "found no routes, expected at least one under \"http\", \"tcp\" or \"tls\"");
        }

        if (spec.Hosts.Count == 0 && spec.Tcp.Count + spec.Tls.Count > 0)
        {
            findings.Error(
                "spec", "found TCP or TLS routes without \"hosts\", expected the hosts that they are for");
        }

        bool isDelegate = spec.Hosts.Count == 0;
        for (int i = 0; i < spec.Http.Count; i++)
        {
            HttpRouteValidator.Validate(spec.Http[i], $"spec.http[{i}]", isDelegate, findings);
        }

        for (int i = 0; i < spec.Tcp.Count; i++)
        {
            L4RouteValidator.Validate(spec.Tcp[i], $"spec.tcp[{i}]", findings);
        }

        for (int i = 0; i < spec.Tls.Count; i++)
        {
            L4RouteValidator.Validate(spec.Tls[i], $"spec.tls[{i}]", spec.Hosts, findings);
        }

        UnreachableRules.Check(spec, findings);
    }

    public static void CheckGateways(IReadOnlyList<string> gateways, string path, ObjectFindings findings)
    {
        for (int i = 0; i < gateways.Count; i++)
        {
            string[] parts = gateways[i].Split('/');
            bool isValid = parts.Length switch
            {
                1 => Names.IsDnsSubdomain(parts[0]),
                2 => Names.IsDnsLabel(parts[0]) && Names.IsDnsSubdomain(parts[1]),
                _ => false,
            };
            if (isValid) continue;
            string expected = "\"mesh\", the name of a Gateway, or namespace/name";
            findings.Error($"{path}[{i}]", $"found \"{gateways[i]}\", expected {expected}");
        }
    }

    private static void CheckHosts(VirtualServiceSpec spec, ObjectFindings findings)
    {
        bool isForMesh = spec.Gateways.Count == 0 || spec.Gateways.Contains(MeshGateway);
        if (spec.Hosts.Count == 0 && spec.Gateways.Count > 0)
        {
            findings.Error(
                "spec.gateways", "found gateways without \"hosts\", expected the hosts that they route for");
        }

        for (int i = 0; i < spec.Hosts.Count; i++)
        {
            string host = spec.Hosts[i];
            string path = $"spec.hosts[{i}]";
            Common.CheckHost(host, path, allowsWildcard: true, findings);
            if (host == "*" && isForMesh)
            {
                findings.Error(path, "found the host * for the whole mesh, expected it only with gateways");
            }

            if (spec.Hosts.Take(i).Contains(host, StringComparer.OrdinalIgnoreCase))
            {
                findings.Error(path, $"found the host \"{host}\" twice, expected every host once");
            }
        }
    }
}
