using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.ConfigMaps;
using Outrigger.Resources.MeshConfigs;
using Outrigger.Resources.MeshConfigs.Providers;
using Outrigger.Resources.Security.AuthorizationPolicies;

namespace Outrigger.Analysis.Mesh;

/// <summary>
/// Whether the authorizers that policies name can be asked. A policy whose authorizer cannot refuses what it
/// matches, so that a slip of the pen does not let everybody in.
/// </summary>
internal static class AuthorizerChecks
{
    public static void Run(MeshIndex index, Findings all)
    {
        var policies = index.Snapshot.List<AuthorizationPolicySpec>()
            .Where(policy => policy.Spec.Action == AuthorizationAction.Custom).ToList();
        if (policies.Count == 0) return;
        var map = index.Snapshot.Find<ConfigMap>(index.Options.RootNamespace, MeshConfigReader.ConfigMapName);
        IReadOnlyList<MeshExtensionProvider> providers =
            map is null ? [] : MeshConfigReader.Read(map).Config?.ExtensionProviders ?? [];
        foreach (ResourceObject<AuthorizationPolicySpec> policy in policies)
        {
            if (policy.Spec.Provider?.Name is not { Length: > 0 } name) continue;
            if (MistakeOf(providers.FirstOrDefault(each => each.Name == name), name, index) is { } mistake)
            {
                all.About(policy).Warn(
                    "spec.provider.name",
                    $"{mistake}, so that everything is refused that the policy matches",
                    AnalysisCodes.ReferencedResourceNotFound);
            }
        }
    }

    private static string? MistakeOf(MeshExtensionProvider? provider, string name, MeshIndex index)
    {
        if (provider is null)
            return $"the mesh's configuration has no extension provider \"{name}\"";
        string? service = provider.EnvoyExtAuthzHttp?.Service ?? provider.EnvoyExtAuthzGrpc?.Service;
        uint? port = provider.EnvoyExtAuthzHttp?.Port ?? provider.EnvoyExtAuthzGrpc?.Port;
        if (service is null || port is null)
            return $"the extension provider \"{name}\" is no authorizer";
        KnownHost? host = index.FindHost(service[(service.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        if (host is null)
            return $"the mesh has no service {service}, which is the authorizer \"{name}\"";
        return host.Ports.Contains((long)port)
            ? null
            : $"the service {service}, which is the authorizer \"{name}\", has no port {port}";
    }
}
