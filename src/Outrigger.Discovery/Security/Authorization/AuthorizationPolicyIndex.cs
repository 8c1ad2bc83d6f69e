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
        return new WorkloadPolicies([.. policies.Where(policy => ScopeOf(policy).Includes(proxy))]);
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

    private static PolicyScope ScopeOf(ConfigItem<AuthorizationPolicySpec> policy) => new(
        policy.Key.Namespace, policy.Spec.Selector, policy.Spec.TargetRef, policy.Spec.TargetRefs);

    private IEnumerable<ConfigItem<AuthorizationPolicySpec>> OfNamespace(string name) =>
        _byNamespace.TryGetValue(name, out var policies) ? policies : [];
}
