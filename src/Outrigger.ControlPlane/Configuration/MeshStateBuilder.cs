using Outrigger.Analysis;
using Outrigger.Config;
using Outrigger.ControlPlane.KeySets;
using Outrigger.Discovery;
using Outrigger.Resources;

namespace Outrigger.ControlPlane.Configuration;

/// <summary>
/// Makes the mesh's next state from the last one and the newest configuration. Not thread-safe: one thread
/// builds one state after the other.
/// </summary>
internal sealed class MeshStateBuilder(MeshOptions options, ServiceAddresses addresses, KeySetCatalog keySets)
{
    private Dictionary<ResourceKey, ResourceObject> _accepted = [];
    private MeshState? _last;

    public MeshState Build(ConfigSnapshot config)
    {
        var rootNamespace = options.With(config).RootNamespace;
        var analysis = Analyzer.Analyze(config, new AnalyzerOptions { RootNamespace = rootNamespace });
        var accepted = new Dictionary<ResourceKey, ResourceObject>();
        foreach (var resource in config.All)
        {
            if (analysis.Verdicts[resource.Key].Verdict != Verdict.Rejected)
                accepted[resource.Key] = resource;
            // An object that was good and became bad stays as it was good, until it is mended or deleted.
            else if (_accepted.TryGetValue(resource.Key, out var lastGood))
                accepted[resource.Key] = lastGood;
        }
        var completed = keySets.Complete(addresses.Complete(accepted.Values));
        var inForce = new ConfigSnapshot(config.Version, completed, config.Diagnostics);
        var mesh = _last is { } last && OnlyEndpointsDiffer(last.Accepted, inForce)
            ? last.Mesh.WithEndpointsOf(inForce)
            : MeshSnapshot.Build(inForce, options);
        _accepted = accepted;
        _last = new MeshState(config, inForce, keySets.Warn(analysis), mesh)
        {
            Revision = (_last?.Revision ?? 0) + 1,
        };
        return _last;
    }

    private static bool OnlyEndpointsDiffer(ConfigSnapshot before, ConfigSnapshot after)
    {
        foreach (var resource in after.All)
        {
            if (ChangeKinds.IsEndpointsOnly(resource.Key)) continue;
            if (before.Find(resource.Key) is not { } known || !IsSame(known, resource)) return false;
        }
        return before.All.All(resource =>
            ChangeKinds.IsEndpointsOnly(resource.Key) || after.Find(resource.Key) is not null);
    }

    /// <summary>Two of the same version may be different instances when their file was read again.</summary>
    private static bool IsSame(ResourceObject left, ResourceObject right) =>
        ReferenceEquals(left, right)
        || (left.Metadata.ResourceVersion is { } version && version == right.Metadata.ResourceVersion
            && ResourceWriter.AreEquivalent(left, right));
}
