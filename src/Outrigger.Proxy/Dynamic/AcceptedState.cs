using Outrigger.Xds;
using Outrigger.Xds.Client;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// Collects what was accepted from the management server, for the state file and for a new stream.
/// </summary>
internal static class AcceptedState
{
    /// <summary>The accepted resources of all types. To be called inside the control gate.</summary>
    public static SavedState Capture(ConfigurationManager manager, string nodeId) => new(
        nodeId,
        [
            Update(
                TypeUrl.Cluster, manager.Clusters.Version,
                manager.Clusters.Entries.Where(entry => !entry.IsStatic).Select(
                    entry => entry.Accepted?.Raw)),
            Update(
                TypeUrl.ClusterLoadAssignment, "", manager.Endpoints.Entries.Values.Select(
                    entry => entry.Raw)),
            Update(
                TypeUrl.Listener, manager.Listeners.Version,
                manager.Listeners.Entries.Where(entry => !entry.IsStatic).Select(
                    entry => entry.Accepted?.Raw)),
            Update(TypeUrl.RouteConfiguration, "", manager.Routes.Entries.Values.Select(entry => entry.Raw)),
        ]);

    /// <summary>
    /// The versions of a state, with which a stream begins so that the server sends only what differs.
    /// </summary>
    public static IReadOnlyDictionary<TypeUrl, KnownResources> ToKnown(SavedState state) =>
        state.Updates.Where(update => update.Resources.Count > 0).ToDictionary(
            update => update.Type,
            update => new KnownResources(
                update.Resources.ToDictionary(
                    resource => resource.Name, resource => resource.Version, StringComparer.Ordinal),
                update.Version));

    private static ResourceUpdate Update(TypeUrl type, string version, IEnumerable<RawResource?> resources) =>
        new(
        type,
        version,
        [.. resources.OfType<RawResource>().Select(
            resource => new ReceivedResource(resource.Name, resource.Version, resource.Payload))],
        []);
}
