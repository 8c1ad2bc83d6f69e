using System.Diagnostics.CodeAnalysis;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Registry;

namespace Outrigger.Discovery.Security.Authorizers;

/// <summary>The service that an authorizer is, found in the mesh.</summary>
/// <param name="Host">Its host.</param>
/// <param name="Cluster">The cluster by which every proxy reaches it.</param>
internal sealed record AuthorizerService(string Host, string Cluster)
{
    /// <summary>Finds a service.</summary>
    /// <param name="services">The services of the mesh.</param>
    /// <param name="service">Its host, after its namespace and a slash where the host alone is ambiguous.</param>
    /// <param name="port">Its port.</param>
    /// <param name="found">The service.</param>
    /// <param name="mistake">Why there is none.</param>
    public static bool TryFind(
        IReadOnlyList<MeshService> services,
        string service,
        int port,
        [NotNullWhen(true)] out AuthorizerService? found,
        out string mistake)
    {
        found = null;
        mistake = "";
        var slash = service.IndexOf('/', StringComparison.Ordinal);
        var ofNamespace = slash < 0 ? null : service[..slash];
        var host = service[(slash + 1)..];
        var matching = services.Where(each =>
            each.Host.Equals(host, StringComparison.OrdinalIgnoreCase)
            && (ofNamespace is null || each.Namespace == ofNamespace)).ToList();
        if (matching.Select(each => each.Namespace).Distinct(StringComparer.Ordinal).Count() > 1)
            mistake = $"several namespaces have the service {host}, expected NAMESPACE/{host}";
        else if (matching.Count == 0)
            mistake = $"the mesh has no service {service}";
        else if (matching.All(each => each.FindPort(port) is null))
            mistake = $"the service {service} has no port {port}";
        else
            found = new AuthorizerService(matching[0].Host, ClusterName.Outbound(port, "", matching[0].Host));
        return found is not null;
    }
}
