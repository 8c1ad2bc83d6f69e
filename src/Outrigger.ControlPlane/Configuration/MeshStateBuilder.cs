using Outrigger.Analysis;
using Outrigger.Config;
using Outrigger.Discovery;
using Outrigger.Resources;

namespace Outrigger.ControlPlane.Configuration;

/// <summary>
/// Makes the mesh's next state from the last one and the newest configuration. Not thread-safe: one thread builds one
/// state after the other.
/// </summary>
internal sealed class MeshStateBuilder(MeshOptions options, ServiceAddresses addresses)
{
    private Dictionary<ResourceKey, ResourceObject> _accepted = [];
    private MeshState? _last;

    public MeshState Build(ConfigSnapshot config)
    {
        var analysis = Analyzer.Analyze(config);
        var accepted = new Dictionary<ResourceKey, ResourceObject>();
        foreach (var resource in config.All)
        {
            if (analysis.Verdicts[resource.Key].Verdict != Verdict.Rejected)
                accepted[resource.Key] = addresses.Complete(resource);
            // An object that was good and became bad stays as it was good, until it is mended or deleted.
            else if (_accepted.TryGetValue(resource.Key, out var lastGood))
                accepted[resource.Key] = lastGood;
        }
        var inForce = new ConfigSnapshot(config.Version, accepted.Values, config.Diagnostics);
        var mesh = _last is { } last && OnlyEndpointsDiffer(last, accepted)
            ? last.Mesh.WithEndpointsOf(inForce)
            : MeshSnapshot.Build(inForce, options);
        _accepted = accepted;
        _last = new MeshState(config, inForce, analysis, mesh);
        return _last;
    }

    /// <summary>Whether two states differ in endpoints alone, so that nothing else has to be generated again.</summary>
    public static bool OnlyEndpointsDiffer(MeshState before, MeshState after) =>
        ReferenceEquals(before.Mesh.Services, after.Mesh.Services);

    private bool OnlyEndpointsDiffer(MeshState last, Dictionary<ResourceKey, ResourceObject> accepted)
    {
        foreach (var (key, resource) in accepted)
        {
            if (ChangeKinds.IsEndpointsOnly(key.Kind)) continue;
            if (!_accepted.TryGetValue(key, out var before) || !IsSame(before, resource)) return false;
        }
        return last.Accepted.All.All(resource =>
            ChangeKinds.IsEndpointsOnly(resource.Key.Kind) || accepted.ContainsKey(resource.Key));
    }

    /// <summary>Two of the same version may be different instances when their file was read again.</summary>
    private static bool IsSame(ResourceObject left, ResourceObject right) =>
        ReferenceEquals(left, right)
        || (left.Metadata.ResourceVersion is { } version && version == right.Metadata.ResourceVersion
            && ResourceWriter.AreEquivalent(left, right));
}
