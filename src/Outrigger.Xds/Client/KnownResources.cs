namespace Outrigger.Xds.Client;

/// <summary>
/// What a client already runs with of one type when it starts, usually from its saved state. Names and
/// versions only; the client never keeps payloads.
/// </summary>
/// <param name="Versions">
/// The accepted resources' versions by name (delta: <c>initial_resource_versions</c>).
/// </param>
/// <param name="SotwVersion">
/// The last accepted <c>version_info</c> of the state-of-the-world variant, or empty.
/// </param>
public sealed record KnownResources(IReadOnlyDictionary<string, string> Versions, string SotwVersion = "");
