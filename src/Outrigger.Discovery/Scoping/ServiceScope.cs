using Outrigger.Discovery.Registry;

namespace Outrigger.Discovery.Scoping;

/// <summary>
/// The services that clients of one namespace see. Of several objects that declare one host a client sees
/// one, and an object that is not exported to the client never hides another that is.
/// </summary>
internal sealed class ServiceScope
{
    private readonly Dictionary<string, MeshService> _byHost = new(StringComparer.Ordinal);

    public ServiceScope(string clientNamespace, IReadOnlyList<MeshService> all)
    {
        foreach (var service in all)
        {
            if (!service.Visibility.Includes(clientNamespace)) continue;
            if (!_byHost.TryGetValue(service.Host, out var known) || Precedes(service, known, clientNamespace))
                _byHost[service.Host] = service;
        }
        Services = [.. _byHost.Values.OrderBy(service => service.Host, StringComparer.Ordinal)];
    }

    /// <summary>The services by host.</summary>
    public IReadOnlyList<MeshService> Services { get; }

    public MeshService? Find(string host) => _byHost.GetValueOrDefault(host);

    /// <summary>
    /// Kubernetes Services own their hosts; then the client's own namespace goes first, then the older.
    /// </summary>
    private static bool Precedes(MeshService candidate, MeshService known, string clientNamespace)
    {
        if (candidate.IsKubernetes != known.IsKubernetes) return candidate.IsKubernetes;
        var isOwn = candidate.Namespace == clientNamespace;
        if (isOwn != (known.Namespace == clientNamespace)) return isOwn;
        return candidate.IsOlderThan(known);
    }
}
