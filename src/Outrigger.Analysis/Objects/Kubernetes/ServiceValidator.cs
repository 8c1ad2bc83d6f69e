using Outrigger.Analysis.Syntax;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Services;
using Outrigger.Resources.Validation;

namespace Outrigger.Analysis.Objects.Kubernetes;

/// <summary>The rules of Services.</summary>
internal static class ServiceValidator
{
    private static readonly string[] Types = ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"];

    public static void Validate(ResourceObject<ServiceSpec> resource, ObjectFindings findings)
    {
        ServiceSpec spec = resource.Spec;
        if (spec.Type is { } type && !Types.Contains(type))
        {
            findings.Error("spec.type", $"found \"{type}\", expected one of {string.Join(", ", Types)}");
        }

        bool isExternal = spec.Type == "ExternalName";
        if (isExternal)
        {
            Common.CheckHost(spec.ExternalName, "spec.externalName", allowsWildcard: false, findings);
        }

        bool isHeadless = spec.ClusterIP == "None";
        if (spec.Ports.Count == 0 && !isExternal && !isHeadless)
        {
            findings.Error("spec.ports", "found no ports, expected at least one");
        }

        if (spec.ClusterIP is { Length: > 0 } address && !isHeadless && !Addresses.IsAddress(address))
        {
            findings.Error("spec.clusterIP", $"found \"{address}\", expected an IP address or None");
        }

        Common.CheckLabels(spec.Selector, "spec.selector", findings);
        for (int i = 0; i < spec.Ports.Count; i++) CheckPort(spec, i, findings);
    }

    private static void CheckPort(ServiceSpec spec, int index, ObjectFindings findings)
    {
        ServicePort port = spec.Ports[index];
        string path = $"spec.ports[{index}]";
        string protocol = port.Protocol ?? "TCP";
        if (protocol is not ("TCP" or "UDP" or "SCTP"))
        {
            findings.Error($"{path}.protocol", $"found \"{protocol}\", expected TCP, UDP or SCTP; "
                + "the application's protocol belongs into the port's name or into appProtocol");
        }

        if (port.Name is null && spec.Ports.Count > 1)
        {
            findings.Error(path, "found a port without \"name\" among several, expected each to have a name");
        }
        else if (port.Name is { } name && !Names.IsDnsLabel(name))
        {
            findings.Error(
                $"{path}.name",
                $"found \"{name}\", expected a name of lower-case letters, digits and inner dashes");
        }
        else if (port.Name is not null && spec.Ports.Take(index).Any(other => other.Name == port.Name))
        {
            findings.Error($"{path}.name", $"found the name \"{port.Name}\" twice, expected every name once");
        }

        if (spec.Ports.Take(index).Any(
            other => other.Port == port.Port && (other.Protocol ?? "TCP") == protocol))
        {
            findings.Error(
                $"{path}.port", $"found the port {port.Port} twice for {protocol}, expected every port once");
        }

        if (port.TargetPort is not { } target) return;
        if (target.IsNumber) Common.CheckPort(target.Number, $"{path}.targetPort", findings);
        else if (!Names.IsDnsLabel(target.Text))
        {
            findings.Error(
                $"{path}.targetPort",
                $"found \"{target.Text}\", expected a port number or a container port's name");
        }
    }
}
