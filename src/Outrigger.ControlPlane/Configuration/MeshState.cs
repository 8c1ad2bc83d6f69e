using Outrigger.Analysis;
using Outrigger.Config;
using Outrigger.Discovery;

namespace Outrigger.ControlPlane.Configuration;

/// <summary>
/// The mesh at one version of its configuration: what was read, what is thought of it, what is in force.
/// </summary>
/// <param name="Config">Everything that sources gave.</param>
/// <param name="Accepted">What is in force: accepted objects, and the last accepted form of rejected
/// ones.</param>
/// <param name="Analysis">A verdict for every object of <paramref name="Config"/>.</param>
/// <param name="Mesh">The indexes that generators read.</param>
internal sealed record MeshState(
    ConfigSnapshot Config, ConfigSnapshot Accepted, AnalysisResult Analysis, MeshSnapshot Mesh)
{
    public long Version => Config.Version;

    /// <summary>Counts the states; the keys of an issuer may change while the configuration stays as it is.</summary>
    public required long Revision { get; init; }
}
