using System.Collections.Concurrent;
using System.Globalization;
using Outrigger.Discovery.Registry;
using Outrigger.Resources.Security.PeerAuthentications;

namespace Outrigger.Discovery.Security;

/// <summary>
/// The PeerAuthentications of a snapshot by level. The mesh's is the one without a selector in the root namespace, a
/// namespace's the one without a selector in it, a workload's the one that selects it. Of several on one level the
/// oldest counts; UNSET inherits from the level above.
/// </summary>
internal sealed class PeerAuthenticationIndex
{
    private readonly string _rootNamespace;
    private readonly Dictionary<string, MutualTlsMode> _ofNamespaces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ConfigItem<PeerAuthenticationSpec>>> _ofWorkloads =
        new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, MutualTlsPolicy> _withoutSelector = new(StringComparer.Ordinal);

    public PeerAuthenticationIndex(IEnumerable<ConfigItem<PeerAuthenticationSpec>> items, string rootNamespace)
    {
        _rootNamespace = rootNamespace;
        var byAge = items.ToList();
        byAge.Sort(ConfigItem<PeerAuthenticationSpec>.ByAge);
        foreach (var item in byAge)
        {
            var ownNamespace = item.Key.Namespace;
            if (item.Spec.Selector is not { MatchLabels.Count: > 0 })
                _ofNamespaces.TryAdd(ownNamespace, item.Spec.Mtls?.Mode ?? MutualTlsMode.Unset);
            // Policies of the root namespace are the mesh's; they cannot select workloads.
            else if (ownNamespace != rootNamespace)
                OfWorkloads(ownNamespace).Add(item);
        }
    }

    /// <summary>What a workload demands.</summary>
    /// <param name="workloadNamespace">Its namespace.</param>
    /// <param name="labels">Its labels.</param>
    public MutualTlsPolicy For(string workloadNamespace, IReadOnlyDictionary<string, string> labels)
    {
        var inherited = _withoutSelector.GetOrAdd(workloadNamespace, OfNamespace);
        if (!_ofWorkloads.TryGetValue(workloadNamespace, out var policies)) return inherited;
        var own = policies.FirstOrDefault(item => Selection.Matches(item.Spec.Selector!.MatchLabels, labels));
        return own is null ? inherited : Compose(own.Spec, inherited.Mode);
    }

    private MutualTlsPolicy OfNamespace(string name)
    {
        var mode = ModeOf(name);
        if (mode == MutualTlsMode.Unset) mode = ModeOf(_rootNamespace);
        return mode == MutualTlsMode.Unset ? MutualTlsPolicy.Default : MutualTlsPolicy.Default with { Mode = mode };
    }

    private MutualTlsMode ModeOf(string name) => _ofNamespaces.GetValueOrDefault(name, MutualTlsMode.Unset);

    private static MutualTlsPolicy Compose(PeerAuthenticationSpec spec, MutualTlsMode inherited)
    {
        var mode = Over(spec.Mtls?.Mode, inherited);
        var ports = new SortedDictionary<int, MutualTlsMode>();
        foreach (var (port, own) in spec.PortLevelMtls)
            ports[int.Parse(port, CultureInfo.InvariantCulture)] = Over(own.Mode, mode);
        return new MutualTlsPolicy(mode, ports);
    }

    private static MutualTlsMode Over(MutualTlsMode? own, MutualTlsMode inherited) =>
        own is null or MutualTlsMode.Unset ? inherited : own.Value;

    private List<ConfigItem<PeerAuthenticationSpec>> OfWorkloads(string name)
    {
        if (!_ofWorkloads.TryGetValue(name, out var policies)) _ofWorkloads[name] = policies = [];
        return policies;
    }
}
