using Outrigger.Discovery.Naming;

namespace Outrigger.Discovery.Scoping;

/// <summary>
/// The VirtualServices that hold on the sidecars of one namespace, found by the service that is called.
/// </summary>
internal sealed class SidecarRules
{
    private readonly Dictionary<string, List<VirtualServiceRule>> _byHost = new(StringComparer.Ordinal);
    private readonly List<string> _wildcards;

    /// <summary>Indexes rules.</summary>
    /// <param name="rules">The rules in their order of precedence.</param>
    public SidecarRules(IEnumerable<VirtualServiceRule> rules)
    {
        All = [.. rules];
        foreach (var rule in All)
        {
            foreach (var host in rule.Hosts.Distinct())
            {
                if (!_byHost.TryGetValue(host, out var sharing)) _byHost[host] = sharing = [];
                sharing.Add(rule);
            }
        }
        _wildcards = [.. _byHost.Keys.Where(HostName.IsWildcard)
            .OrderByDescending(host => host.Length).ThenBy(host => host, StringComparer.Ordinal)];
    }

    /// <summary>Every rule, in the order of precedence.</summary>
    public IReadOnlyList<VirtualServiceRule> All { get; }

    /// <summary>
    /// The rules of a service: those of the most specific host that stands for it, and of no other. Rules on
    /// one host are not merged, so the first of them that has routes for the port owns the service.
    /// </summary>
    /// <param name="serviceHost">The service's host.</param>
    /// <param name="isOfInterest">Leaves out rules for other protocols.</param>
    public IEnumerable<VirtualServiceRule> Of(string serviceHost, Func<VirtualServiceRule, bool> isOfInterest)
    {
        if (_byHost.TryGetValue(serviceHost, out var exact) && exact.Any(isOfInterest))
            return exact.Where(isOfInterest);
        foreach (var wildcard in _wildcards)
        {
            if (!HostName.Covers(wildcard, serviceHost)) continue;
            var rules = _byHost[wildcard];
            if (rules.Any(isOfInterest)) return rules.Where(isOfInterest);
        }
        return [];
    }
}
