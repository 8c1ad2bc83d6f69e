using System.Collections.Concurrent;
using Outrigger.Config;
using Outrigger.Discovery.Gateways;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Scoping;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Pods;
using Outrigger.Resources.Kubernetes.Services;
using Outrigger.Resources.Networking.DestinationRules;
using Outrigger.Resources.Networking.Gateways;
using Outrigger.Resources.Networking.ServiceEntries;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Discovery;

/// <summary>
/// The mesh at one version of its configuration, with every index built once. It never changes, so any number of
/// generators read it at the same time.
/// </summary>
public sealed class MeshSnapshot
{
    private readonly Dictionary<string, MeshService> _byHost;
    private readonly ConcurrentDictionary<string, IReadOnlyList<MeshService>> _visible = new();

    private readonly Dictionary<ResourceKey, ConfigItem<PodSpec>> _pods;

    private MeshSnapshot(
        long version, MeshOptions options, IReadOnlyList<MeshService> services, ConfigReader config)
    {
        _pods = config.All<PodSpec>().ToDictionary(pod => pod.Key);
        Version = version;
        Options = options;
        Services = services;
        _byHost = services.ToDictionary(service => service.Host, StringComparer.Ordinal);
        VirtualServices = new VirtualServiceIndex(
            config.All<VirtualServiceSpec>(), options.Domain);
        DestinationRules = new DestinationRuleIndex(
            config.All<DestinationRuleSpec>(), options);
        Gateways = new GatewayIndex(config.All<GatewaySpec>());
        Endpoints = EndpointIndex.Build(config, services);
    }

    private MeshSnapshot(long version, MeshSnapshot previous, ConfigReader config)
    {
        _pods = config.All<PodSpec>().ToDictionary(pod => pod.Key);
        Version = version;
        Options = previous.Options;
        Services = previous.Services;
        _byHost = previous._byHost;
        _visible = previous._visible;
        VirtualServices = previous.VirtualServices;
        DestinationRules = previous.DestinationRules;
        Gateways = previous.Gateways;
        Endpoints = EndpointIndex.Build(config, previous.Services);
    }

    /// <summary>The version of the configuration that this snapshot was built from.</summary>
    public long Version { get; }

    /// <summary>What the whole mesh has in common.</summary>
    public MeshOptions Options { get; }

    /// <summary>Every service, by host; where two objects declare one host, the older of them.</summary>
    public IReadOnlyList<MeshService> Services { get; }

    internal VirtualServiceIndex VirtualServices { get; }

    internal DestinationRuleIndex DestinationRules { get; }

    internal GatewayIndex Gateways { get; }

    internal EndpointIndex Endpoints { get; }

    /// <summary>Builds a snapshot.</summary>
    /// <param name="config">Accepted configuration; objects that were rejected are not in force.</param>
    /// <param name="options">What the whole mesh has in common.</param>
    public static MeshSnapshot Build(ConfigSnapshot config, MeshOptions options)
    {
        var reader = new ConfigReader(config);
        return new MeshSnapshot(config.Version, options, ReadServices(reader, options), reader);
    }

    /// <summary>
    /// The same mesh with the endpoints of a newer configuration. The caller knows that nothing but Pods, EndpointSlices
    /// and WorkloadEntries changed in between (<see cref="ChangeKinds"/>).
    /// </summary>
    public MeshSnapshot WithEndpointsOf(ConfigSnapshot config) =>
        new(config.Version, this, new ConfigReader(config));

    /// <summary>The service of that host, or null.</summary>
    public MeshService? FindService(string host) => _byHost.GetValueOrDefault(host);

    /// <summary>The services that clients of a namespace see, by host.</summary>
    public IReadOnlyList<MeshService> ServicesVisibleTo(string clientNamespace) =>
        _visible.GetOrAdd(clientNamespace, (name, all) =>
            all.Where(service => service.Visibility.Includes(name)).ToList(), Services);

    /// <summary>The endpoints of a service port that take new connections, in a stable order.</summary>
    public IReadOnlyList<MeshEndpoint> EndpointsOf(string host, int port) => Endpoints.Of(host, port);

    /// <summary>The number of the container port of that name in a pod, or null.</summary>
    internal int? ContainerPortOf(string podNamespace, string podName, string portName) =>
        _pods.GetValueOrDefault(new ResourceKey("Pod", podNamespace, podName))?.Spec.Containers
            .SelectMany(container => container.Ports)
            .FirstOrDefault(port => port.Name == portName)?.Port;

    private static List<MeshService> ReadServices(ConfigReader config, MeshOptions options)
    {
        var all = config.All<ServiceSpec>().Select(item => KubernetesServices.Read(item, options))
            .Concat(config.All<ServiceEntrySpec>().SelectMany(ServiceEntries.Read));
        var byHost = new SortedDictionary<string, MeshService>(StringComparer.Ordinal);
        foreach (var service in all)
        {
            if (!byHost.TryGetValue(service.Host, out var known) || Precedes(service, known))
                byHost[service.Host] = service;
        }
        return [.. byHost.Values];
    }

    /// <summary>Kubernetes Services own their hosts; between ServiceEntries the older one does.</summary>
    private static bool Precedes(MeshService candidate, MeshService known)
    {
        if (candidate.IsKubernetes != known.IsKubernetes) return candidate.IsKubernetes;
        if (candidate.Created != known.Created) return candidate.Created < known.Created;
        return candidate.Source < known.Source;
    }
}
