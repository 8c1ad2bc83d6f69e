using Outrigger.Xds.Server.Caching;

namespace Outrigger.Xds.Server.Sessions;

/// <summary>One response of one type, before a variant of the protocol gives it its form.</summary>
/// <param name="Type">The type of its resources.</param>
/// <param name="Nonce">Unique on its stream.</param>
/// <param name="Version">
/// The version of everything the client holds of this type once it accepted the push.
/// </param>
/// <param name="Resources">The resources it carries.</param>
/// <param name="Removed">Names that do not exist (any more); only the delta variant can say so.</param>
internal sealed record Push(
    TypeUrl Type,
    string Nonce,
    string Version,
    IReadOnlyList<NamedResource> Resources,
    IReadOnlyList<string> Removed);
