using System.Collections.Concurrent;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Resources.Security.AuthorizationPolicies;
using Outrigger.Resources.Selection;

namespace Outrigger.Discovery.Security.Authorization;

/// <summary>
/// The AuthorizationPolicies of a snapshot. Those of the root namespace hold for the whole mesh, the others for their
/// own namespace; a selector narrows either to workloads, and a target to the gateway of that name.
/// </summary>
internal sealed class AuthorizationPolicyIndex
{
    private const string GatewayGroup = "gateway.networking.k8s.io";
    private const string GatewayLabel = "gateway.networking.k8s.io/gateway-name";

    private readonly MeshOptions _options;
    private readonly Dictionary<string, List<ConfigItem<AuthorizationPolicySpec>>> _byNamespace =
        new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, AuthorizationFilters> _filters = new(StringComparer.Ordinal);

    public AuthorizationPolicyIndex(IEnumerable<ConfigItem<AuthorizationPolicySpec>> items, MeshOptions options)
    {
        _options = options;
        var sorted = items.ToList();
        sorted.Sort(ConfigItem<AuthorizationPolicySpec>.ByAge);
        foreach (var item in sorted)
        {
            if (!_byNamespace.TryGetValue(item.Key.Namespace, out var policies))
                _byNamespace[item.Key.Namespace] = policies = [];
            policies.Add(item);
        }
    }

    /// <summary>The policies that hold for a proxy's workload.</summary>
    public WorkloadPolicies For(ProxyNode proxy)
    {
        var policies = OfNamespace(_options.RootNamespace);
        if (proxy.Namespace != _options.RootNamespace) policies = policies.Concat(OfNamespace(proxy.Namespace));
        return new WorkloadPolicies([.. policies.Where(policy => HoldsFor(policy, proxy))]);
    }

    /// <summary>
    /// The filters of the policies that hold for a proxy's workload; shared by all that have the same policies.
    /// </summary>
    public AuthorizationFilters FiltersFor(ProxyNode proxy)
    {
        var policies = For(proxy);
        var key = string.Join('\n', policies.All.Select(policy => $"{policy.Key.Namespace}/{policy.Key.Name}"));
        return _filters.GetOrAdd(key, _ => AuthorizationFilters.Of(policies, _options));
    }

    private static bool HoldsFor(ConfigItem<AuthorizationPolicySpec> policy, ProxyNode proxy)
    {
        var spec = policy.Spec;
        var targets = spec.TargetRef is { } target ? [target] : spec.TargetRefs;
        if (targets.Count > 0) return targets.Any(each => IsGateway(each, policy.Key.Namespace, proxy));
        return spec.Selector is null || Selection.Matches(spec.Selector.MatchLabels, proxy.Labels);
    }

    /// <summary>Services are the targets of waypoints, which no proxy here is.</summary>
    private static bool IsGateway(PolicyTargetReference target, string policyNamespace, ProxyNode proxy) =>
        target.Kind == "Gateway"
        && target.Group == GatewayGroup
        && proxy.Type == ProxyType.Gateway
        && proxy.Namespace == policyNamespace
        && proxy.Labels.TryGetValue(GatewayLabel, out var name)
        && name == target.Name;

    private IEnumerable<ConfigItem<AuthorizationPolicySpec>> OfNamespace(string name) =>
        _byNamespace.TryGetValue(name, out var policies) ? policies : [];
}
