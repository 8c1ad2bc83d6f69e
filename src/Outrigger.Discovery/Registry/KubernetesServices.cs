using System.Globalization;
using Outrigger.Discovery.Naming;
using Outrigger.Resources.Kubernetes.Services;

namespace Outrigger.Discovery.Registry;

/// <summary>Reads Kubernetes Services.</summary>
internal static class KubernetesServices
{
    private const string ExportToAnnotation = "networking.istio.io/exportTo";

    public static MeshService Read(ConfigItem<ServiceSpec> item, MeshOptions options)
    {
        var spec = item.Spec;
        var headless = spec.ClusterIP == "None";
        return new MeshService
        {
            Host = HostName.OfService(item.Key.Name, item.Key.Namespace, options.Domain),
            Name = item.Key.Name,
            Namespace = item.Key.Namespace,
            Source = item.Key,
            Created = item.Created,
            IsKubernetes = true,
            IsHeadless = headless,
            IsExternal = spec.ExternalName is not null,
            Resolution = spec.ExternalName is null ? ServiceResolution.Registry : ServiceResolution.Dns,
            VirtualAddresses = headless ? [] : VirtualAddressesOf(spec),
            Ports = MeshServicePort.Carried(spec.Ports.Select(ReadPort)),
            Selector = spec.Selector.Count == 0 ? null : spec.Selector,
            Visibility = Visibility.Parse(
                item.Meta.Annotations.TryGetValue(ExportToAnnotation, out var exportTo)
                    ? exportTo.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    : null,
                item.Key.Namespace),
        };
    }

    /// <summary>The endpoints of a Service of type ExternalName: one DNS name on every port.</summary>
    public static IReadOnlyList<MeshEndpoint> ExternalNameEndpoints(string externalName, MeshServicePort port) =>
        [new MeshEndpoint { Address = externalName.TrimEnd('.'), Port = port.NumericTargetPort }];

    private static List<string> VirtualAddressesOf(ServiceSpec spec)
    {
        var addresses = new List<string>(spec.ClusterIPs);
        if (addresses.Count == 0 && !string.IsNullOrEmpty(spec.ClusterIP)) addresses.Add(spec.ClusterIP);
        return addresses;
    }

    private static MeshServicePort ReadPort(ServicePort port)
    {
        var number = port.Port ?? 0;
        var protocol = ProtocolSelection.OfKubernetesPort(port.Name, port.AppProtocol, port.Protocol, number);
        return port.TargetPort switch
        {
            { IsNumber: true } target => new(number, port.Name ?? "", protocol, (int)target.Number),
            { } target when int.TryParse(target.Text, CultureInfo.InvariantCulture, out var parsed) =>
                new(number, port.Name ?? "", protocol, parsed),
            { } target => new(number, port.Name ?? "", protocol, TargetPortName: target.Text),
            null => new(number, port.Name ?? "", protocol),
        };
    }
}
