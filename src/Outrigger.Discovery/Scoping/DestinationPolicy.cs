using Outrigger.Resources;
using Outrigger.Resources.Networking.DestinationRules;

namespace Outrigger.Discovery.Scoping;

/// <summary>
/// What DestinationRules say of one host to clients of one namespace: rules of one namespace on the same host are merged
/// as Istio merges them.
/// </summary>
internal sealed class DestinationPolicy
{
    private readonly Dictionary<string, Subset> _subsets = new(StringComparer.Ordinal);
    private readonly List<Subset> _ordered = [];
    private TrafficPolicy? _policy;

    /// <summary>The rule that came first, for cluster metadata and messages.</summary>
    public ResourceKey Source { get; private init; }

    /// <summary>The subsets in their declared order.</summary>
    public IReadOnlyList<Subset> Subsets => _ordered;

    /// <summary>Merges the rules of one namespace on one host, oldest first.</summary>
    public static DestinationPolicy Merge(IReadOnlyList<ConfigItem<DestinationRuleSpec>> rules)
    {
        var merged = new DestinationPolicy { Source = rules[0].Key };
        foreach (var rule in rules)
        {
            merged._policy ??= rule.Spec.TrafficPolicy;
            foreach (var subset in rule.Spec.Subsets)
                if (subset.Name is { } name && merged._subsets.TryAdd(name, subset)) merged._ordered.Add(subset);
        }
        return merged;
    }

    /// <summary>
    /// The policy for a port, of the whole service or of a subset. A subset's blocks lie over the rule's, and settings for
    /// the port replace both.
    /// </summary>
    /// <param name="subset">The subset, or null for the whole service.</param>
    /// <param name="port">The service port's number.</param>
    public EffectivePolicy For(Subset? subset, int port)
    {
        var over = subset?.TrafficPolicy;
        var portLevel = PortSettings(over, port) ?? PortSettings(_policy, port);
        if (portLevel is not null)
            return new EffectivePolicy(portLevel.LoadBalancer, portLevel.ConnectionPool);
        return new EffectivePolicy(
            over?.LoadBalancer ?? _policy?.LoadBalancer, over?.ConnectionPool ?? _policy?.ConnectionPool);
    }

    private static PortTrafficPolicy? PortSettings(TrafficPolicy? policy, int port) =>
        policy?.PortLevelSettings.FirstOrDefault(settings => settings.Port?.Number == port);
}
