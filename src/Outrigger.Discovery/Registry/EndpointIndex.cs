using System.Net;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Security;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.EndpointSlices;
using Outrigger.Resources.Kubernetes.Pods;
using Outrigger.Resources.Kubernetes.Services;
using Outrigger.Resources.Networking.ServiceEntries;
using Outrigger.Resources.Networking.WorkloadEntries;
using Outrigger.Resources.Security.PeerAuthentications;

namespace Outrigger.Discovery.Registry;

/// <summary>
/// Where every service port is served: from EndpointSlices for Kubernetes Services, from inline endpoints,
/// WorkloadEntries and Pods for ServiceEntries. It is the part of a snapshot that changes all the time, so it
/// can be replaced alone.
/// </summary>
internal sealed class EndpointIndex
{
    private const string ServiceNameLabel = "kubernetes.io/service-name";

    /// <summary>The label by which a workload says that it has a sidecar.</summary>
    private const string TlsModeLabel = "security.istio.io/tlsMode";

    private const string TlsModeMutual = "istio";

    private readonly Dictionary<(MeshService Service, int Port), IReadOnlyList<MeshEndpoint>> _endpoints = [];
    private readonly Dictionary<MeshService, SortedSet<string>> _identities = [];
    private readonly PeerAuthenticationIndex _policies;

    private EndpointIndex(PeerAuthenticationIndex policies) => _policies = policies;

    public static EndpointIndex Build(
        ConfigReader config, IReadOnlyList<MeshService> services, PeerAuthenticationIndex policies)
    {
        var index = new EndpointIndex(policies);
        var pods = config.All<PodSpec>().ToDictionary(pod => pod.Key);
        var slices = config.All<EndpointSlice>().ToLookup(
            slice => (slice.Key.Namespace,
                Name: slice.Meta.Labels.TryGetValue(ServiceNameLabel, out var name) ? name : ""));
        var entries = config.All<ServiceEntrySpec>().ToDictionary(entry => entry.Key);
        var workloads = config.All<WorkloadEntrySpec>().ToList();
        var externalNames = config.All<ServiceSpec>()
            .Where(service => service.Spec.ExternalName is not null)
            .ToDictionary(service => service.Key, service => service.Spec.ExternalName!);

        foreach (var service in services)
        {
            foreach (var port in service.Ports)
            {
                if (externalNames.TryGetValue(service.Source, out var externalName))
                    index.Add(service, port, KubernetesServices.ExternalNameEndpoints(externalName, port));
                else if (service.IsKubernetes)
                    index.Add(service, port, index.OfSlices(slices[(service.Namespace, service.Name)], port, pods));
                else if (entries.TryGetValue(service.Source, out var entry))
                    index.Add(service, port, index.OfEntry(entry, service, port, workloads, pods.Values));
            }
        }
        return index;
    }

    /// <summary>The endpoints of a service port that take new connections, in a stable order.</summary>
    public IReadOnlyList<MeshEndpoint> Of(MeshService service, int port) =>
        _endpoints.TryGetValue((service, port), out var endpoints) ? endpoints : [];

    /// <summary>
    /// Who serves a service, as sorted paths of SPIFFE IDs. Workloads that take no connections at the moment count too:
    /// they soon may.
    /// </summary>
    public IReadOnlyCollection<string> IdentitiesOf(MeshService service) =>
        _identities.TryGetValue(service, out var identities) ? identities : [];

    /// <summary>Whether a service port has endpoints and all of them take mutual TLS.</summary>
    public bool AllTakeMutualTls(MeshService service, int port)
    {
        var endpoints = Of(service, port);
        return endpoints.Count > 0 && endpoints.All(endpoint => endpoint.TakesMutualTls);
    }

    /// <summary>
    /// Whether the same workloads serve a service in both, and the ports of which all take mutual TLS are the same.
    /// </summary>
    public bool SameIdentities(EndpointIndex other, MeshService service) =>
        IdentitiesOf(service).SequenceEqual(other.IdentitiesOf(service), StringComparer.Ordinal)
        && service.Ports.All(port =>
            AllTakeMutualTls(service, port.Number) == other.AllTakeMutualTls(service, port.Number));

    /// <summary>Whether both hold the same endpoints for a service port.</summary>
    public bool SameAs(EndpointIndex other, MeshService service, int port)
    {
        var left = Of(service, port);
        var right = other.Of(service, port);
        return left.Count == right.Count && left.Zip(right).All(pair => Same(pair.First, pair.Second));
    }

    private static bool Same(MeshEndpoint left, MeshEndpoint right) =>
        left.Address == right.Address && left.Port == right.Port && left.Weight == right.Weight
        && left.Locality == right.Locality && left.WorkloadName == right.WorkloadName
        && left.TakesMutualTls == right.TakesMutualTls && left.Identity == right.Identity
        && Selection.SameLabels(left.Labels, right.Labels);

    private void Add(MeshService service, MeshServicePort port, IEnumerable<MeshEndpoint> endpoints)
    {
        // Proxies refuse an assignment with a name in it, and some of them one with an address twice; one odd
        // endpoint must not cost all the others.
        var byName = service.Resolution is ServiceResolution.Dns or ServiceResolution.DnsRoundRobin;
        var all = endpoints.ToList();
        AddIdentities(service, all);
        var ready = all
            .Where(endpoint => endpoint.Ready && (byName || IPAddress.TryParse(endpoint.Address, out _)))
            .DistinctBy(endpoint => (endpoint.Address, endpoint.Port))
            .OrderBy(endpoint => endpoint.Address, StringComparer.Ordinal)
            .ThenBy(endpoint => endpoint.Port)
            .ToList();
        if (ready.Count > 0) _endpoints[(service, port.Number)] = ready;
    }

    private void AddIdentities(MeshService service, List<MeshEndpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Identity.Length == 0) continue;
            if (!_identities.TryGetValue(service, out var known))
                _identities[service] = known = new SortedSet<string>(StringComparer.Ordinal);
            known.Add(endpoint.Identity);
        }
    }

    private IEnumerable<MeshEndpoint> OfSlices(
        IEnumerable<ConfigItem<EndpointSlice>> slices, MeshServicePort port,
        Dictionary<ResourceKey, ConfigItem<PodSpec>> pods)
    {
        // Two slices may hold one address for a moment while an endpoint moves between them.
        foreach (var slice in slices)
        {
            var target = slice.Spec.Ports.FirstOrDefault(candidate => (candidate.Name ?? "") == port.Name)?.Port;
            if (target is not { } targetPort) continue;
            foreach (var endpoint in slice.Spec.Endpoints)
            {
                var pod = PodOf(endpoint, slice.Key.Namespace, pods);
                foreach (var address in endpoint.Addresses)
                {
                    yield return new MeshEndpoint
                    {
                        Address = address,
                        Port = targetPort,
                        Labels = pod?.Meta.Labels ?? MeshEndpoint.EmptyLabels,
                        WorkloadName = endpoint.TargetRef?.Name ?? "",
                        Locality = endpoint.Zone is { } zone ? $"/{zone}/" : "",
                        Identity = pod is null ? "" : IdentityOf(pod),
                        TakesMutualTls = pod is not null
                            && TakesMutualTls(pod.Key.Namespace, pod.Meta.Labels, targetPort),
                        // A missing condition means ready, as the EndpointSlice API says.
                        Ready = endpoint.Conditions?.Ready != false && endpoint.Conditions?.Terminating != true,
                    };
                }
            }
        }
    }

    /// <summary>A workload takes mutual TLS when it says that it has a sidecar and does not shun it.</summary>
    private bool TakesMutualTls(string workloadNamespace, IReadOnlyDictionary<string, string> labels, int port) =>
        labels.TryGetValue(TlsModeLabel, out var mode) && mode == TlsModeMutual
        && _policies.For(workloadNamespace, labels).For(port) != MutualTlsMode.Disable;

    private static string IdentityOf(ConfigItem<PodSpec> pod) => IdentityOf(
        pod.Key.Namespace, pod.Spec.ServiceAccountName is { Length: > 0 } account ? account : "default");

    private static string IdentityOf(string workloadNamespace, string? account) =>
        string.IsNullOrEmpty(account) ? "" : $"/ns/{workloadNamespace}/sa/{account}";

    private static ConfigItem<PodSpec>? PodOf(
        Endpoint endpoint, string sliceNamespace, Dictionary<ResourceKey, ConfigItem<PodSpec>> pods)
    {
        if (endpoint.TargetRef is not { Kind: "Pod", Name: { } name } reference) return null;
        return pods.GetValueOrDefault(new ResourceKey("Pod", reference.Namespace ?? sliceNamespace, name));
    }

    private IEnumerable<MeshEndpoint> OfEntry(
        ConfigItem<ServiceEntrySpec> entry, MeshService service, MeshServicePort port,
        List<ConfigItem<WorkloadEntrySpec>> workloads, IEnumerable<ConfigItem<PodSpec>> pods)
    {
        foreach (var endpoint in entry.Spec.Endpoints)
        {
            if (Read(entry.Key.Namespace, endpoint, endpoint.Labels, port, "") is { } read) yield return read;
        }
        if (service.Selector is { } selector)
        {
            foreach (var workload in workloads)
            {
                if (workload.Key.Namespace != entry.Key.Namespace) continue;
                var labels = workload.Spec.Labels.Count > 0 ? workload.Spec.Labels : workload.Meta.Labels;
                if (!Selection.Matches(selector, labels)) continue;
                if (Read(workload.Key.Namespace, workload.Spec, labels, port, workload.Key.Name) is { } read)
                    yield return read;
            }
            foreach (var endpoint in OfPods(pods, entry.Key.Namespace, selector, port)) yield return endpoint;
        }
        // A DNS entry without endpoints resolves its own host, unless that stands for many.
        var resolvesItself = service.Resolution is ServiceResolution.Dns or ServiceResolution.DnsRoundRobin;
        if (resolvesItself && entry.Spec.Endpoints.Count == 0 && service.Selector is null
            && !HostName.IsWildcard(service.Host))
            yield return new MeshEndpoint { Address = service.Host, Port = port.NumericTargetPort };
    }

    private IEnumerable<MeshEndpoint> OfPods(
        IEnumerable<ConfigItem<PodSpec>> pods, string podNamespace, IReadOnlyDictionary<string, string> selector,
        MeshServicePort port)
    {
        foreach (var pod in pods)
        {
            if (pod.Key.Namespace != podNamespace || !Selection.Matches(selector, pod.Meta.Labels)) continue;
            if (pod.Status is not PodStatus { PodIP: { Length: > 0 } address }) continue;
            yield return new MeshEndpoint
            {
                Address = address,
                Port = port.NumericTargetPort,
                Labels = pod.Meta.Labels,
                WorkloadName = pod.Key.Name,
                Identity = IdentityOf(pod),
                TakesMutualTls = TakesMutualTls(podNamespace, pod.Meta.Labels, port.NumericTargetPort),
            };
        }
    }

    private MeshEndpoint? Read(
        string workloadNamespace, WorkloadEntrySpec entry, IReadOnlyDictionary<string, string> labels,
        MeshServicePort port, string name)
    {
        // An entry without an address is reached through another network's gateway, and a Unix socket through
        // the node; neither is an endpoint for a proxy here.
        if (string.IsNullOrEmpty(entry.Address) || entry.Address.StartsWith("unix:", StringComparison.Ordinal))
            return null;
        var number = entry.Ports.TryGetValue(port.Name, out var named) ? (int)named : port.NumericTargetPort;
        return new MeshEndpoint
        {
            Address = entry.Address,
            Port = number,
            Labels = labels,
            Weight = (int)(entry.Weight ?? 0),
            Locality = entry.Locality ?? "",
            WorkloadName = name,
            Identity = IdentityOf(workloadNamespace, entry.ServiceAccount),
            TakesMutualTls = TakesMutualTls(workloadNamespace, labels, number),
        };
    }
}
