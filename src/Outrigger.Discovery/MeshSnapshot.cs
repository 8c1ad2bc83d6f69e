using System.Collections.Concurrent;
using Outrigger.Config;
using Outrigger.Discovery.Gateways;
using Outrigger.Discovery.Generation;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Scoping;
using Outrigger.Discovery.Security;
using Outrigger.Discovery.Security.Authorization;
using Outrigger.Discovery.Security.RequestAuthentications;
using Outrigger.Discovery.Transport;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Pods;
using Outrigger.Resources.Kubernetes.Secrets;
using Outrigger.Resources.Kubernetes.Services;
using Outrigger.Resources.Networking.DestinationRules;
using Outrigger.Resources.Networking.Gateways;
using Outrigger.Resources.Networking.ServiceEntries;
using Outrigger.Resources.Networking.VirtualServices;
using Outrigger.Resources.Security.AuthorizationPolicies;
using Outrigger.Resources.Security.PeerAuthentications;
using Outrigger.Resources.Security.RequestAuthentications;

namespace Outrigger.Discovery;

/// <summary>
/// The mesh at one version of its configuration, with every index built once. It never changes, so any number
/// of generators read it at the same time.
/// </summary>
public sealed class MeshSnapshot
{
    private readonly ConcurrentDictionary<string, ServiceScope> _scopes;
    private readonly Dictionary<ResourceKey, ConfigItem<PodSpec>> _pods;

    private MeshSnapshot(
        long version, MeshOptions options, IReadOnlyList<MeshService> services, ConfigReader config)
    {
        _scopes = new ConcurrentDictionary<string, ServiceScope>();
        _pods = config.All<PodSpec>().ToDictionary(pod => pod.Key);
        Version = version;
        Options = options;
        Services = services;
        VirtualServices = new VirtualServiceIndex(
            config.All<VirtualServiceSpec>(), options.Domain);
        DestinationRules = new DestinationRuleIndex(
            config.All<DestinationRuleSpec>(), options);
        Gateways = new GatewayIndex(config.All<GatewaySpec>());
        Credentials = new CredentialIndex(config.All<Secret>());
        PeerAuthentications = new PeerAuthenticationIndex(
            config.All<PeerAuthenticationSpec>(), options.RootNamespace);
        RequestAuthentications = new RequestAuthenticationIndex(
            config.All<RequestAuthenticationSpec>(), options.RootNamespace);
        AuthorizationPolicies = new AuthorizationPolicyIndex(config.All<AuthorizationPolicySpec>(), options);
        Endpoints = EndpointIndex.Build(config, services, PeerAuthentications);
        Shared = new SharedResources(this);
    }

    private MeshSnapshot(long version, MeshSnapshot previous, ConfigReader config)
    {
        _scopes = previous._scopes;
        _pods = config.All<PodSpec>().ToDictionary(pod => pod.Key);
        Version = version;
        Options = previous.Options;
        Services = previous.Services;
        VirtualServices = previous.VirtualServices;
        DestinationRules = previous.DestinationRules;
        Gateways = previous.Gateways;
        Credentials = previous.Credentials;
        PeerAuthentications = previous.PeerAuthentications;
        RequestAuthentications = previous.RequestAuthentications;
        AuthorizationPolicies = previous.AuthorizationPolicies;
        Endpoints = EndpointIndex.Build(config, previous.Services, PeerAuthentications);
        Shared = new SharedResources(this, previous.Shared);
    }

    /// <summary>The version of the configuration that this snapshot was built from.</summary>
    public long Version { get; }

    /// <summary>What the whole mesh has in common.</summary>
    public MeshOptions Options { get; }

    /// <summary>Every service, by host and namespace.</summary>
    public IReadOnlyList<MeshService> Services { get; }

    internal VirtualServiceIndex VirtualServices { get; }

    internal DestinationRuleIndex DestinationRules { get; }

    internal GatewayIndex Gateways { get; }

    internal CredentialIndex Credentials { get; }

    internal PeerAuthenticationIndex PeerAuthentications { get; }

    internal RequestAuthenticationIndex RequestAuthentications { get; }

    internal AuthorizationPolicyIndex AuthorizationPolicies { get; }

    internal EndpointIndex Endpoints { get; }

    internal SharedResources Shared { get; }

    /// <summary>Builds a snapshot.</summary>
    /// <param name="config">Accepted configuration; objects that were rejected are not in force.</param>
    /// <param name="options">What the whole mesh has in common, as far as its ConfigMap does not say.</param>
    public static MeshSnapshot Build(ConfigSnapshot config, MeshOptions options)
    {
        options = options.With(config);
        var reader = new ConfigReader(config);
        return new MeshSnapshot(config.Version, options, ReadServices(reader, options), reader);
    }

    /// <summary>
    /// The mesh with the endpoints of a newer configuration. The caller knows that nothing but Pods,
    /// EndpointSlices and WorkloadEntries changed in between (<see cref="ChangeKinds"/>). What they do not
    /// shape stays the same instance.
    /// </summary>
    public MeshSnapshot WithEndpointsOf(ConfigSnapshot config)
    {
        var next = new MeshSnapshot(config.Version, this, new ConfigReader(config));
        return Services.All(service => IsShapedAlike(service, next)) ? next : Build(config, Options);
    }

    /// <summary>Clusters know who their endpoints are, and whether all of them take mutual TLS.</summary>
    private bool IsShapedAlike(MeshService service, MeshSnapshot next) =>
        Endpoints.SameIdentities(next.Endpoints, service)
        && (!service.ShapesMore
            || service.Ports.All(port => Endpoints.SameAs(next.Endpoints, service, port.Number)));

    /// <summary>
    /// Whether a proxy's resources can differ between two snapshots in endpoints alone. Beside what <see
    /// cref="WithEndpointsOf"/> sees to, a sidecar's inbound side depends on its own pod where a Service
    /// names its target port.
    /// </summary>
    public static bool OnlyEndpointsDiffer(MeshSnapshot before, MeshSnapshot after, ProxyNode proxy) =>
        ReferenceEquals(before.Services, after.Services)
        && InboundPorts.Of(before, proxy).SequenceEqual(InboundPorts.Of(after, proxy));

    /// <summary>The service of that host that clients of a namespace see, or null.</summary>
    public MeshService? FindService(string clientNamespace, string host) => ScopeOf(clientNamespace).Find(host);

    /// <summary>The services that clients of a namespace see, by host, each host once.</summary>
    public IReadOnlyList<MeshService> ServicesVisibleTo(string clientNamespace) => ScopeOf(clientNamespace).Services;

    /// <summary>The endpoints of a service port that take new connections, in a stable order.</summary>
    public IReadOnlyList<MeshEndpoint> EndpointsOf(MeshService service, int port) => Endpoints.Of(service, port);

    private ServiceScope ScopeOf(string clientNamespace) =>
        _scopes.GetOrAdd(clientNamespace, static (name, all) => new ServiceScope(name, all), Services);

    /// <summary>The number of the container port of that name in a pod, or null.</summary>
    internal int? ContainerPortOf(string podNamespace, string podName, string portName) =>
        _pods.GetValueOrDefault(new ResourceKey("Pod", podNamespace, podName))?.Spec.Containers
            .SelectMany(container => container.Ports)
            .FirstOrDefault(port => port.Name == portName)?.Port;

    private static List<MeshService> ReadServices(ConfigReader config, MeshOptions options)
    {
        var all = config.All<ServiceSpec>().Select(item => KubernetesServices.Read(item, options))
            .Concat(config.All<ServiceEntrySpec>().SelectMany(ServiceEntries.Read));
        return all.GroupBy(service => (service.Host, service.Namespace, service.IsKubernetes))
            .Select(same => same.Aggregate((oldest, next) => next.IsOlderThan(oldest) ? next : oldest))
            .OrderBy(service => service.Host, StringComparer.Ordinal)
            .ThenBy(service => service.Namespace, StringComparer.Ordinal)
            .ThenByDescending(service => service.IsKubernetes)
            .ToList();
    }
}
