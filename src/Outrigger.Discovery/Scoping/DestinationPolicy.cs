using Outrigger.Resources;
using Outrigger.Resources.Networking.DestinationRules;

namespace Outrigger.Discovery.Scoping;

/// <summary>
/// What DestinationRules say of one host to clients of one namespace: rules of one namespace on the same host
/// are merged as Istio merges them.
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
    /// The policy for a port, of the whole service or of a subset. Settings for the port replace the whole
    /// policy of their level, rule or subset, and a subset's blocks lie over what the rule says.
    /// </summary>
    /// <param name="subset">The subset, or null for the whole service.</param>
    /// <param name="port">The service port's number.</param>
    public EffectivePolicy For(Subset? subset, int port)
    {
        var whole = OfLevel(_policy, port);
        if (subset?.TrafficPolicy is not { } over) return whole;
        if (PortSettings(over, port) is not null) return OfLevel(over, port);
        return new EffectivePolicy(
            over.LoadBalancer ?? whole.LoadBalancer,
            over.ConnectionPool ?? whole.ConnectionPool,
            over.Tls ?? whole.Tls);
    }

    private static EffectivePolicy OfLevel(TrafficPolicy? policy, int port) =>
        PortSettings(policy, port) is { } settings
            ? new EffectivePolicy(settings.LoadBalancer, settings.ConnectionPool, settings.Tls)
            : new EffectivePolicy(policy?.LoadBalancer, policy?.ConnectionPool, policy?.Tls);

    private static PortTrafficPolicy? PortSettings(TrafficPolicy? policy, int port) =>
        policy?.PortLevelSettings.FirstOrDefault(settings => settings.Port?.Number == port);
}
