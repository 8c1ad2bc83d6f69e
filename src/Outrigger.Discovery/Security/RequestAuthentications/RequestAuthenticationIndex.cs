using System.Collections.Concurrent;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Outrigger.Discovery.Proxies;
using Outrigger.Resources.Security.RequestAuthentications;

namespace Outrigger.Discovery.Security.RequestAuthentications;

/// <summary>
/// The RequestAuthentications of a snapshot. Those of the root namespace hold for the whole mesh, the others for
/// their own namespace; the rules of all that hold for a workload count together.
/// </summary>
internal sealed class RequestAuthenticationIndex
{
    private readonly string _rootNamespace;
    private readonly Dictionary<string, List<ConfigItem<RequestAuthenticationSpec>>> _byNamespace =
        new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, HttpFilter?> _filters = new(StringComparer.Ordinal);

    public RequestAuthenticationIndex(
        IEnumerable<ConfigItem<RequestAuthenticationSpec>> items, string rootNamespace)
    {
        _rootNamespace = rootNamespace;
        var sorted = items.ToList();
        sorted.Sort(ConfigItem<RequestAuthenticationSpec>.ByAge);
        foreach (var item in sorted)
        {
            if (!_byNamespace.TryGetValue(item.Key.Namespace, out var policies))
                _byNamespace[item.Key.Namespace] = policies = [];
            policies.Add(item);
        }
    }

    /// <summary>
    /// The filter for a proxy's workload, or null when no token is asked for; shared by all that have the same
    /// policies, and must not be changed.
    /// </summary>
    public HttpFilter? FilterFor(ProxyNode proxy)
    {
        var policies = For(proxy);
        if (policies.Count == 0) return null;
        var isGateway = proxy.Type == ProxyType.Gateway;
        var names = policies.Select(policy => $"{policy.Key.Namespace}/{policy.Key.Name}");
        var key = string.Join('\n', names.Prepend(isGateway.ToString()));
        return _filters.GetOrAdd(
            key, _ => JwtFilters.Of([.. policies.SelectMany(policy => policy.Spec.JwtRules)], isGateway));
    }

    private List<ConfigItem<RequestAuthenticationSpec>> For(ProxyNode proxy)
    {
        var policies = OfNamespace(_rootNamespace);
        if (proxy.Namespace != _rootNamespace) policies = policies.Concat(OfNamespace(proxy.Namespace));
        return [.. policies.Where(policy => ScopeOf(policy).Includes(proxy))];
    }

    private static PolicyScope ScopeOf(ConfigItem<RequestAuthenticationSpec> policy) => new(
        policy.Key.Namespace, policy.Spec.Selector, policy.Spec.TargetRef, policy.Spec.TargetRefs);

    private IEnumerable<ConfigItem<RequestAuthenticationSpec>> OfNamespace(string name) =>
        _byNamespace.TryGetValue(name, out var policies) ? policies : [];
}
