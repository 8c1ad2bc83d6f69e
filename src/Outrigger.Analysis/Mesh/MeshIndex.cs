using Outrigger.Analysis.Syntax;
using Outrigger.Config;
using Outrigger.Resources.Kubernetes.Deployments;
using Outrigger.Resources.Kubernetes.Pods;
using Outrigger.Resources.Kubernetes.Services;
using Outrigger.Resources.Networking.DestinationRules;
using Outrigger.Resources.Networking.ServiceEntries;
using Outrigger.Resources.Networking.WorkloadEntries;

namespace Outrigger.Analysis.Mesh;

/// <summary>The hosts, workloads and subsets of a snapshot, found once for all checks.</summary>
internal sealed class MeshIndex
{
    private static readonly Dictionary<string, string> NoLabels = [];
    private readonly Dictionary<string, KnownHost> _exactHosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<KnownHost> _wildcardHosts = [];
    private readonly Dictionary<string, HashSet<string>> _subsets = new(StringComparer.OrdinalIgnoreCase);

    public MeshIndex(ConfigSnapshot snapshot, AnalyzerOptions options)
    {
        Snapshot = snapshot;
        Options = options;
        AddServices();
        AddServiceEntries();
        foreach (var rule in snapshot.List<DestinationRuleSpec>())
        {
            string name = Resolve(rule.Spec.Host ?? "", rule.Namespace);
            // Shorter forms of a service's name are put down under its full name.
            string host = _exactHosts.GetValueOrDefault(name)?.Name ?? name;
            if (!_subsets.TryGetValue(host, out HashSet<string>? names)) _subsets[host] = names = [];
            names.UnionWith(rule.Spec.Subsets.Select(subset => subset.Name ?? ""));
        }

        Workloads =
        [
            .. snapshot.List<PodSpec>().Select(pod => new Workload(pod, pod.Namespace, pod.Labels)),
            .. snapshot.List<DeploymentSpec>().Select(deployment => new Workload(
                deployment, deployment.Namespace, deployment.Spec.Template?.Metadata?.Labels ?? NoLabels)),
            .. snapshot.List<WorkloadEntrySpec>().Select(entry => new Workload(
                entry, entry.Namespace, entry.Spec.Labels)),
        ];
    }

    public ConfigSnapshot Snapshot { get; }

    public AnalyzerOptions Options { get; }

    public IReadOnlyList<Workload> Workloads { get; }

    public string Resolve(string host, string namespaceName) =>
        HostNames.Resolve(host, namespaceName, Options.DomainSuffix);

    /// <summary>The host of that full name: itself, or the longest wildcard that it falls under.</summary>
    public KnownHost? FindHost(string name) =>
        _exactHosts.GetValueOrDefault(name)
        ?? _wildcardHosts
            .Where(host => HostNames.IsWithin(name, host.Name))
            .MaxBy(host => host.Name.Length);

    /// <summary>Whether any known host falls under a name that may be a wildcard.</summary>
    public bool HasHostWithin(string pattern) =>
        FindHost(pattern) is not null || _exactHosts.Keys.Any(host => HostNames.IsWithin(host, pattern));

    public bool HasSubset(string host, string subset)
    {
        if (_subsets.TryGetValue(host, out HashSet<string>? names) && names.Contains(subset)) return true;
        return _subsets.Any(rule =>
            rule.Key.StartsWith('*') && rule.Value.Contains(subset) && HostNames.IsWithin(host, rule.Key));
    }

    private void AddServices()
    {
        foreach (var service in Snapshot.List<ServiceSpec>())
        {
            string name = $"{service.Name}.{service.Namespace}.svc.{Options.DomainSuffix}";
            long[] ports = [.. service.Spec.Ports.Select(port => (long)(port.Port ?? 0))];
            var host = new KnownHost(name, service, ports, service.Spec.Selector);
            _exactHosts.TryAdd(name, host);
            // Shorter forms that name the namespace are dotted, so they stay as they are when they are
            // resolved.
            _exactHosts.TryAdd($"{service.Name}.{service.Namespace}.svc", host);
            _exactHosts.TryAdd($"{service.Name}.{service.Namespace}", host);
        }
    }

    private void AddServiceEntries()
    {
        foreach (var entry in Snapshot.List<ServiceEntrySpec>())
        {
            long[] ports = [.. entry.Spec.Ports.Select(port => (long)(port.Number ?? 0))];
            foreach (string name in entry.Spec.Hosts)
            {
                var host = new KnownHost(name, entry, ports, entry.Spec.WorkloadSelector?.Labels ?? NoLabels);
                if (name.StartsWith('*')) _wildcardHosts.Add(host);
                else _exactHosts.TryAdd(name, host);
            }
        }
    }
}
