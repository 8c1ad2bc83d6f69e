using Outrigger.Xds.Server.Caching;

namespace Outrigger.Xds.Server.Sessions;

/// <summary>What a client was last sent, or says it has, under one name.</summary>
/// <param name="version">The version as text.</param>
/// <param name="resource">The resource; null when only the client knows it, from an earlier stream.</param>
/// <param name="outcome">How far it got.</param>
internal sealed class SentResource(string version, NamedResource? resource, ResourceOutcome outcome)
{
    public string Version { get; } = version;

    public NamedResource? Resource { get; } = resource;

    public ResourceOutcome Outcome { get; set; } = outcome;
}
