using System.Globalization;
using Outrigger.Analysis.Objects.DestinationRules;
using Outrigger.Analysis.Objects.VirtualServices;
using Outrigger.Analysis.Syntax;
using Outrigger.Resources;
using Outrigger.Resources.Networking.Sidecars;
using Outrigger.Resources.Validation;

namespace Outrigger.Analysis.Objects.Sidecars;

/// <summary>The rules of Sidecars.</summary>
internal static class SidecarValidator
{
    public static void Validate(ResourceObject<SidecarSpec> resource, ObjectFindings findings)
    {
        SidecarSpec spec = resource.Spec;
        if (spec.WorkloadSelector is { } selector)
        {
            Common.CheckLabels(selector.Labels, "spec.workloadSelector.labels", findings);
        }

        CheckIngress(spec, findings);
        CheckEgress(spec, findings);
        TrafficPolicyValidator.CheckPool(spec.InboundConnectionPool, "spec.inboundConnectionPool", findings);
        DestinationValidator.Validate(
            spec.OutboundTrafficPolicy?.EgressProxy, "spec.outboundTrafficPolicy.egressProxy", findings);
    }

    private static void CheckIngress(SidecarSpec spec, ObjectFindings findings)
    {
        for (int i = 0; i < spec.Ingress.Count; i++)
        {
            IstioIngressListener listener = spec.Ingress[i];
            string path = $"spec.ingress[{i}]";
            CheckPort(listener.Port, path, findings);
            CheckBind(listener.Bind, path, findings);
            if (listener.DefaultEndpoint is { Length: > 0 } endpoint && !IsEndpoint(endpoint))
            {
                const string Expected =
                    "127.0.0.1:PORT, 0.0.0.0:PORT, [::1]:PORT, [::]:PORT, :PORT or unix:///path";
                findings.Error($"{path}.defaultEndpoint", $"found \"{endpoint}\", expected {Expected}");
            }

            if (spec.Ingress.Take(i).Any(other => other.Port?.Number == listener.Port?.Number))
            {
                findings.Error(
                    $"{path}.port",
                    $"found the port {listener.Port?.Number} twice, expected every port once");
            }
        }
    }

    private static void CheckEgress(SidecarSpec spec, ObjectFindings findings)
    {
        for (int i = 0; i < spec.Egress.Count; i++)
        {
            IstioEgressListener listener = spec.Egress[i];
            string path = $"spec.egress[{i}]";
            if (listener.Port is null && i < spec.Egress.Count - 1)
            {
                findings.Error(
                    path,
                    "found a listener without \"port\" before others, expected it last, "
                        + "as it takes the rest");
            }

            if (listener.Port is { } port) CheckPort(port, path, findings);
            CheckBind(listener.Bind, path, findings);
            if (listener.Hosts.Count == 0)
            {
                findings.Error($"{path}.hosts", "found no hosts, expected at least one, or \"*/*\"");
            }

            for (int j = 0; j < listener.Hosts.Count; j++)
            {
                CheckHost(listener.Hosts[j], $"{path}.hosts[{j}]", findings);
            }
        }
    }

    private static void CheckHost(string host, string path, ObjectFindings findings)
    {
        int slash = host.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            findings.Error(
                path,
                $"found \"{host}\", expected namespace/host, as in \"./*\" or "
                    + "\"prod/reviews.prod.svc.cluster.local\"");
            return;
        }

        string space = host[..slash].TrimStart('~');
        bool isOnlyTilde = host[..slash] == "~";
        if (!isOnlyTilde && space is not ("*" or ".") && !Names.IsDnsLabel(space))
        {
            findings.Error(
                path,
                $"found the namespace \"{host[..slash]}\", expected \"*\", \".\", \"~\" or the name of one");
        }

        Common.CheckHost(host[(slash + 1)..], path, allowsWildcard: true, findings);
    }

    private static void CheckPort(SidecarPort? port, string path, ObjectFindings findings)
    {
        if (port?.Number is null)
        {
            findings.Error(path, "found a listener without \"port.number\", expected its port");
        }

        Common.CheckPort(port?.Number, $"{path}.port.number", findings);
        if (port?.Protocol is { } protocol && !Protocols.IsKnown(protocol))
        {
            string expected = string.Join(", ", Protocols.All);
            findings.Error(
                $"{path}.port.protocol", $"found the protocol \"{protocol}\", expected one of {expected}");
        }
    }

    private static void CheckBind(string? bind, string path, ObjectFindings findings)
    {
        if (bind is not { Length: > 0 }) return;
        if (Addresses.IsAddress(bind) || bind.StartsWith("unix://", StringComparison.Ordinal)) return;
        findings.Error($"{path}.bind", $"found \"{bind}\", expected an IP address or unix:///path");
    }

    private static bool IsEndpoint(string endpoint)
    {
        if (endpoint.StartsWith("unix:///", StringComparison.Ordinal)) return true;
        int colon = endpoint.LastIndexOf(':');
        return colon >= 0
            && endpoint[..colon] is "" or "127.0.0.1" or "0.0.0.0" or "[::1]" or "[::]"
            && int.TryParse(
                endpoint[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port is > 0 and <= (int)Common.PortMax;
    }
}
