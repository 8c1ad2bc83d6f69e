using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.EndpointSlices;
using Outrigger.Resources.Kubernetes.Services;

namespace Outrigger.Local.Pods;

/// <summary>
/// Computes the EndpointSlices of Services with a selector, as Kubernetes' EndpointSlice controller does: the
/// pods that the selector chooses, with their addresses and whether they are ready, serving, terminating.
/// </summary>
internal static class EndpointSlices
{
    private const string ServiceNameLabel = "kubernetes.io/service-name";
    private const string ManagedByLabel = "endpointslice.kubernetes.io/managed-by";
    private const string Manager = "outrigger-local";

    /// <summary>
    /// The slices of one Service. There is one for each way in which the pods resolve the Service's target
    /// ports: a port's name may stand for different numbers in different pods.
    /// </summary>
    public static IEnumerable<ResourceObject<EndpointSlice>> Build(
        ResourceObject<ServiceSpec> service, IEnumerable<PodState> pods)
    {
        if (service.Spec.Selector.Count == 0 || service.Spec.Type == "ExternalName")
        {
            return [];
        }

        return pods
            .Where(pod => IsEndpoint(pod, service))
            .OrderBy(pod => pod.Plan.Name, StringComparer.Ordinal)
            .GroupBy(pod => PortKey.Of(service.Spec, pod.Plan))
            .Select((group, index) => Slice(service, group.Key, [.. group], index));
    }

    private static bool IsEndpoint(PodState pod, ResourceObject<ServiceSpec> service) =>
        pod.Network is not null
        && pod.Phase is PodPhase.Pending or PodPhase.Running or PodPhase.Terminating
        && pod.Plan.Namespace == service.Namespace
        && service.Spec.Selector.All(term => pod.Plan.Labels.GetValueOrDefault(term.Key) == term.Value);

    private static ResourceObject<EndpointSlice> Slice(
        ResourceObject<ServiceSpec> service, PortKey ports, IReadOnlyList<PodState> pods, int index)
    {
        var metadata = new ObjectMeta
        {
            Name = index == 0 ? $"{service.Name}-local" : $"{service.Name}-local-{index}",
            Namespace = service.Namespace,
            Labels = new Dictionary<string, string>
            {
                [ServiceNameLabel] = service.Name,
                [ManagedByLabel] = Manager,
            },
        };
        return ResourceObject.Create(metadata, new EndpointSlice
        {
            AddressType = "IPv4",
            Ports = ports.ToEndpointPorts(service.Spec),
            Endpoints = [.. pods.Select(pod => EndpointOf(pod, service.Spec))],
        });
    }

    private static Endpoint EndpointOf(PodState pod, ServiceSpec service) => new()
    {
        Addresses = [pod.Network!.PodAddress.ToString()],
        Conditions = new EndpointConditions
        {
            Ready = pod.IsReady || service.PublishNotReadyAddresses == true,
            Serving = pod.IsServing,
            Terminating = pod.Phase == PodPhase.Terminating,
        },
        NodeName = "local",
        TargetRef = new ObjectReference
        {
            Kind = "Pod",
            Namespace = pod.Plan.Namespace,
            Name = pod.Plan.Name,
        },
    };

    /// <summary>
    /// The numbers that a pod's ports have for a Service's target ports; null where it has none.
    /// </summary>
    private sealed record PortKey(string Text, IReadOnlyList<int?> Numbers)
    {
        public static PortKey Of(ServiceSpec service, PodPlan plan)
        {
            var numbers = service.Ports
                .Select(port => port.TargetPort is { } target
                    ? ContainerPorts.Resolve(plan.Spec, target)
                    : port.Port)
                .ToList();
            return new PortKey(string.Join(',', numbers), numbers);
        }

        public IReadOnlyList<EndpointPort> ToEndpointPorts(ServiceSpec service) =>
        [
            .. service.Ports.Zip(Numbers)
                .Where(pair => pair.Second is not null)
                .Select(pair => new EndpointPort
                {
                    Name = pair.First.Name ?? "",
                    Port = pair.Second,
                    Protocol = pair.First.Protocol ?? "TCP",
                    AppProtocol = pair.First.AppProtocol,
                }),
        ];

        public bool Equals(PortKey? other) => other is not null && other.Text == Text;

        public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
    }
}
