using System.Collections.Concurrent;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Registry;
using Outrigger.Resources.Networking.DestinationRules;

namespace Outrigger.Discovery.Scoping;

/// <summary>
/// Finds the DestinationRules that hold for a client and a service. Istio looks in the client's namespace,
/// then the service's, then the root namespace, takes the first that knows the host, and inherits nothing
/// from the others.
/// </summary>
internal sealed class DestinationRuleIndex
{
    private readonly Dictionary<string, List<Rule>> _byNamespace = [];

    private readonly ConcurrentDictionary<(string Client, string Host, string Namespace), DestinationPolicy?> _cache =
        new();

    private readonly MeshOptions _options;

    public DestinationRuleIndex(IEnumerable<ConfigItem<DestinationRuleSpec>> items, MeshOptions options)
    {
        _options = options;
        var sorted = items.ToList();
        sorted.Sort(ConfigItem<DestinationRuleSpec>.ByAge);
        foreach (var item in sorted)
        {
            var ownNamespace = item.Key.Namespace;
            if (!_byNamespace.TryGetValue(ownNamespace, out var rules)) _byNamespace[ownNamespace] = rules = [];
            rules.Add(new Rule(
                HostName.Resolve(item.Spec.Host ?? "", ownNamespace, options.Domain),
                Visibility.Parse(item.Spec.ExportTo, ownNamespace),
                item));
        }
    }

    /// <summary>
    /// The policy for calls from a namespace to a service, or null when no rule speaks of it.
    /// </summary>
    public DestinationPolicy? Find(string clientNamespace, MeshService service) =>
        _cache.GetOrAdd(
            (clientNamespace, service.Host, service.Namespace),
            key => Look(key.Client, key.Host, key.Namespace));

    private DestinationPolicy? Look(string client, string host, string serviceNamespace)
    {
        // Rules of the root namespace are the mesh's defaults, so for its own clients only its private ones
        // come first.
        var own = client == _options.RootNamespace
            ? InNamespace(client, host, visibility => visibility.IsPrivateTo(client))
            : InNamespace(client, host, visibility => visibility.Includes(client));
        return own
            ?? InNamespace(serviceNamespace, host, visibility => visibility.Includes(client))
            ?? InNamespace(_options.RootNamespace, host, visibility => visibility.Includes(client));
    }

    private DestinationPolicy? InNamespace(string name, string host, Func<Visibility, bool> isVisible)
    {
        if (!_byNamespace.TryGetValue(name, out var rules)) return null;
        string? best = null;
        foreach (var (pattern, visibility, _) in rules)
        {
            if (!isVisible(visibility) || !HostName.Covers(pattern, host)) continue;
            if (best is null || IsMoreSpecific(pattern, best)) best = pattern;
        }
        if (best is null) return null;
        return DestinationPolicy.Merge(rules
            .Where(rule => rule.Host == best && isVisible(rule.Visibility))
            .Select(rule => rule.Item)
            .ToList());
    }

    private sealed record Rule(string Host, Visibility Visibility, ConfigItem<DestinationRuleSpec> Item);

    private static bool IsMoreSpecific(string left, string right)
    {
        if (HostName.IsWildcard(left) != HostName.IsWildcard(right)) return !HostName.IsWildcard(left);
        return left.Length > right.Length;
    }
}
