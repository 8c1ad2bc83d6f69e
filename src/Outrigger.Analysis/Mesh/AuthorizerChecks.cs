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
    private const string DryRun = "istio.io/dry-run";

    public static void Run(MeshIndex index, Findings all)
    {
        var policies = index.Snapshot.List<AuthorizationPolicySpec>()
            .Where(policy => policy.Spec.Action == AuthorizationAction.Custom).ToList();
        if (policies.Count == 0) return;
        CheckConflicts(policies, index, all);
        var map = index.Snapshot.Find<ConfigMap>(index.Options.RootNamespace, MeshConfigReader.ConfigMapName);
        IReadOnlyList<MeshExtensionProvider> providers =
            map is null ? [] : MeshConfigReader.Read(map).Config?.ExtensionProviders ?? [];
        foreach (ResourceObject<AuthorizationPolicySpec> policy in policies)
        {
            if (policy.Metadata.Annotations.TryGetValue(DryRun, out string? value) && value is "true" or "True" or "1")
            {
                all.About(policy).Warn(
                    "spec.action",
                    "an authorizer that is asked decides, so that a dry run of the action CUSTOM is without effect",
                    AnalysisCodes.SchemaWarning);
            }

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

    /// <summary>A workload can have one authorizer only.</summary>
    private static void CheckConflicts(
        List<ResourceObject<AuthorizationPolicySpec>> policies, MeshIndex index, Findings all)
    {
        foreach (ResourceObject<AuthorizationPolicySpec> policy in policies)
        {
            bool conflicts = index.Workloads.Any(workload => Holds(policy, workload, index)
                && policies.Any(other => Holds(other, workload, index)
                    && other.Spec.Provider?.Name != policy.Spec.Provider?.Name));
            if (!conflicts) continue;
            all.About(policy).Warn(
                "spec.provider.name",
                "policies of a workload name different authorizers, so that everything is refused that they match",
                AnalysisCodes.SchemaWarning);
        }
    }

    private static bool Holds(
        ResourceObject<AuthorizationPolicySpec> policy, Workload workload, MeshIndex index) =>
        (policy.Namespace == index.Options.RootNamespace || policy.Namespace == workload.Namespace)
        && (policy.Spec.Selector is null || workload.Has(policy.Spec.Selector.MatchLabels));

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
