namespace Outrigger.Xds.Client;

/// <summary>
/// What one response changes, in the same form for both variants of the protocol: resources that were added
/// or changed, and names that are gone. In state of the world a response of listeners or clusters repeats
/// unchanged resources as well.
/// </summary>
/// <param name="Type">The type of all resources.</param>
/// <param name="Version">The version of the response as a whole; for display.</param>
/// <param name="Resources">Added, changed or repeated resources, at most one of each name.</param>
/// <param name="Removed">Names that do not exist (any more).</param>
public sealed record ResourceUpdate(
    TypeUrl Type,
    string Version,
    IReadOnlyList<ReceivedResource> Resources,
    IReadOnlyList<string> Removed);
