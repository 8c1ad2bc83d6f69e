using System.Collections.Concurrent;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Discovery.Scoping;

/// <summary>
/// The VirtualServices of a snapshot in the order in which a client or a gateway heeds them.
/// </summary>
internal sealed class VirtualServiceIndex
{
    private readonly List<VirtualServiceRule> _byAge;
    private readonly ConcurrentDictionary<string, SidecarRules> _forSidecars = new();

    public VirtualServiceIndex(IEnumerable<ConfigItem<VirtualServiceSpec>> items, string domain)
    {
        var sorted = items.ToList();
        sorted.Sort(ConfigItem<VirtualServiceSpec>.ByAge);
        _byAge = sorted.Select(item => new VirtualServiceRule(item, domain)).ToList();
        SourceLabels = [.. _byAge.SelectMany(rule => rule.SourceLabels).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The labels of clients that any rule asks for, in order.</summary>
    public IReadOnlyList<string> SourceLabels { get; }

    /// <summary>
    /// For sidecars in a namespace: rules private to it come first, then those exported to it by name, then
    /// the public ones. Mesh rules on one host are not merged: the first owns it.
    /// </summary>
    public SidecarRules ForSidecar(string clientNamespace) =>
        _forSidecars.GetOrAdd(clientNamespace, (name, all) => new SidecarRules(all
            .Where(rule => rule.AppliesOn(VirtualServiceRule.Mesh) && rule.Visibility.Includes(name))
            .OrderBy(rule => Rank(rule, name))), _byAge);

    /// <summary>
    /// For one Gateway object, seen from the namespace of the gateway's pods; oldest first.
    /// </summary>
    public IEnumerable<VirtualServiceRule> ForGateway(string gateway, string gatewayNamespace) =>
        _byAge.Where(rule => rule.AppliesOn(gateway) && rule.Visibility.Includes(gatewayNamespace));

    private static int Rank(VirtualServiceRule rule, string clientNamespace)
    {
        if (rule.Visibility.IsPrivateTo(clientNamespace)) return 0;
        return rule.Visibility.IsPublic ? 2 : 1;
    }
}
