using System.Collections.Frozen;
using Outrigger.Resources.Extensions.TrafficExtensions;
using Outrigger.Resources.Extensions.WasmPlugins;
using Outrigger.Resources.Kubernetes.ConfigMaps;
using Outrigger.Resources.Kubernetes.Deployments;
using Outrigger.Resources.Kubernetes.EndpointSlices;
using Outrigger.Resources.Kubernetes.Namespaces;
using Outrigger.Resources.Kubernetes.Pods;
using Outrigger.Resources.Kubernetes.Secrets;
using Outrigger.Resources.Kubernetes.ServiceAccounts;
using Outrigger.Resources.Kubernetes.Services;
using Outrigger.Resources.Networking.DestinationRules;
using Outrigger.Resources.Networking.EnvoyFilters;
using Outrigger.Resources.Networking.Gateways;
using Outrigger.Resources.Networking.ProxyConfigs;
using Outrigger.Resources.Networking.ServiceEntries;
using Outrigger.Resources.Networking.Sidecars;
using Outrigger.Resources.Networking.VirtualServices;
using Outrigger.Resources.Networking.WorkloadEntries;
using Outrigger.Resources.Networking.WorkloadGroups;
using Outrigger.Resources.Security.AuthorizationPolicies;
using Outrigger.Resources.Security.PeerAuthentications;
using Outrigger.Resources.Security.RequestAuthentications;
using Outrigger.Resources.Statuses;
using Outrigger.Resources.Telemetries;

namespace Outrigger.Resources;

/// <summary>The table of all kinds that the mesh knows.</summary>
public static class ResourceKinds
{
    private const string Networking = "networking.istio.io";
    private const string Security = "security.istio.io";
    private const string Extensions = "extensions.istio.io";

    /// <summary>All kinds: Kubernetes' first, then Istio's.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        Core<NamespaceSpec, NamespaceStatus>("Namespace", "ns", isNamespaced: false),
        Core<ServiceSpec, ServiceStatus>("Service", "svc"),
        Core<PodSpec, PodStatus>("Pod", "po"),
        CoreWithoutSpec<ServiceAccount>("ServiceAccount", "sa"),
        CoreWithoutSpec<ConfigMap>("ConfigMap", "cm"),
        CoreWithoutSpec<Secret>("Secret"),
        new()
        {
            Name = "Deployment", Group =
                "apps", Versions = ["v1"], Plural = "deployments", ShortNames = ["deploy"],
            SpecType = typeof(DeploymentSpec), StatusType = typeof(DeploymentStatus), IsSpecRequired = true,
        },
        new()
        {
            Name = "EndpointSlice", Group = "discovery.k8s.io", Versions = ["v1"], Plural = "endpointslices",
            SpecType = typeof(EndpointSlice), HasSpecKey = false,
        },
        Istio<VirtualServiceSpec>("VirtualService", Networking, ["v1", "v1beta1", "v1alpha3"], "vs"),
        Istio<DestinationRuleSpec>("DestinationRule", Networking, ["v1", "v1beta1", "v1alpha3"], "dr"),
        Istio<GatewaySpec>("Gateway", Networking, ["v1", "v1beta1", "v1alpha3"], "gw"),
        Istio<ServiceEntrySpec>(
            "ServiceEntry", Networking, [
                "v1", "v1beta1", "v1alpha3"
            ], "se", "serviceentries", isSpecRequired: true),
        Istio<WorkloadEntrySpec>(
            "WorkloadEntry", Networking, [
                "v1", "v1beta1", "v1alpha3"
            ], "we", "workloadentries", isSpecRequired: true),
        Istio<WorkloadGroupSpec>(
            "WorkloadGroup", Networking, ["v1", "v1beta1", "v1alpha3"], "wg", isSpecRequired: true),
        Istio<SidecarSpec>("Sidecar", Networking, ["v1", "v1beta1", "v1alpha3"]),
        Istio<EnvoyFilterSpec>("EnvoyFilter", Networking, ["v1alpha3"]),
        Istio<ProxyConfigSpec>("ProxyConfig", Networking, ["v1beta1"]),
        Istio<PeerAuthenticationSpec>("PeerAuthentication", Security, ["v1", "v1beta1"], "pa"),
        Istio<RequestAuthenticationSpec>("RequestAuthentication", Security, ["v1", "v1beta1"], "ra"),
        Istio<AuthorizationPolicySpec>(
            "AuthorizationPolicy", Security, ["v1", "v1beta1"], "ap", "authorizationpolicies"),
        Istio<TelemetrySpec>(
            "Telemetry", "telemetry.istio.io", ["v1", "v1alpha1"], "telemetry", "telemetries"),
        Istio<WasmPluginSpec>("WasmPlugin", Extensions, ["v1alpha1"], isSpecRequired: true),
        Istio<TrafficExtensionSpec>("TrafficExtension", Extensions, ["v1alpha1"], isSpecRequired: true),
    ];

    private static readonly FrozenDictionary<string, ResourceKind> ByAnyName = All
        .SelectMany(kind => NamesOf(kind).Select(name => (name, kind)))
        .ToFrozenDictionary(pair => pair.name, pair => pair.kind, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<Type, ResourceKind> BySpecType =
        All.ToFrozenDictionary(kind => kind.SpecType);

    /// <summary>
    /// The kind called so: its name, plural or a short name, in any case, optionally with its group.
    /// </summary>
    public static ResourceKind? Find(string name) => ByAnyName.GetValueOrDefault(name);

    /// <summary>The kind whose content has the type <typeparamref name="TSpec"/>.</summary>
    /// <exception cref="KeyNotFoundException">No kind has that content.</exception>
    public static ResourceKind Of<TSpec>()
        where TSpec : IResourceSpec => BySpecType[typeof(TSpec)];

    /// <summary>The kind of that name in that group, whichever version it has.</summary>
    public static ResourceKind? Find(string group, string name) =>
        All.FirstOrDefault(kind => kind.Group == group && kind.Name == name);

    private static IEnumerable<string> NamesOf(ResourceKind kind)
    {
        string[] names = [kind.Singular, kind.Plural, .. kind.ShortNames];
        IEnumerable<string> qualified = kind.Group.Length == 0
            ? []
            : names.Select(name => $"{name}.{kind.Group}");
        return names.Concat(qualified).Distinct(StringComparer.Ordinal);
    }

    private static ResourceKind Core<TSpec, TStatus>(
        string name, string shortName, bool isNamespaced = true) => new()
    {
        Name = name, Group =
            "", Versions = ["v1"], Plural = name.ToLowerInvariant() + "s", ShortNames = [shortName],
        IsNamespaced = isNamespaced, SpecType = typeof(TSpec), StatusType = typeof(TStatus),
        IsSpecRequired = isNamespaced,
    };

    private static ResourceKind CoreWithoutSpec<TSpec>(string name, string? shortName = null) => new()
    {
        Name = name, Group = "", Versions = ["v1"], Plural = name.ToLowerInvariant() + "s",
        ShortNames = shortName is null ? [] : [shortName], SpecType = typeof(TSpec), HasSpecKey = false,
    };

    private static ResourceKind Istio<TSpec>(
        string name,
        string group,
        IReadOnlyList<string> versions,
        string? shortName = null,
        string? plural = null,
        bool isSpecRequired = false) => new()
        {
            Name = name,
            Group = group,
            Versions = versions,
            Plural = plural ?? name.ToLowerInvariant() + "s",
            ShortNames = shortName is null ? [] : [shortName],
            SpecType = typeof(TSpec),
            StatusType = typeof(IstioStatus),
            IsSpecRequired = isSpecRequired,
        };
}
