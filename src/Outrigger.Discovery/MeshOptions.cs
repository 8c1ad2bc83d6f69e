using Outrigger.Config;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.ConfigMaps;
using Outrigger.Resources.MeshConfigs;
using Outrigger.Resources.MeshConfigs.Providers;
using Outrigger.Resources.Networking.Sidecars;

namespace Outrigger.Discovery;

/// <summary>What the whole mesh has in common: defaults, and over them what Istio's MeshConfig says.</summary>
public sealed record MeshOptions
{
    /// <summary>The namespace of the mesh's configuration when the root namespace holds none.</summary>
    private const string ControlPlaneNamespace = "istio-system";

    /// <summary>The cluster's domain suffix.</summary>
    public string Domain { get; init; } = "cluster.local";

    /// <summary>The namespace whose resources hold for the whole mesh.</summary>
    public string RootNamespace { get; init; } = ControlPlaneNamespace;

    /// <summary>The trust domain of the mesh's identities.</summary>
    public string TrustDomain { get; init; } = "cluster.local";

    /// <summary>
    /// The trust domain that the mesh's certificate authority issues for, once there is one; null before. It cannot
    /// change while certificates are about, so what the configuration says then is in force with the next start.
    /// </summary>
    public string? AuthorityTrustDomain { get; init; }

    /// <summary>Trust domains whose identities count as those of <see cref="TrustDomain"/>.</summary>
    public IReadOnlyList<string> TrustDomainAliases { get; init; } = [];

    /// <summary>Whether clients encrypt by themselves what goes to workloads of the mesh.</summary>
    public bool AutoMtls { get; init; } = true;

    /// <summary>TLS between workloads of the mesh.</summary>
    public MeshTlsSettings MutualTls { get; init; } = new();

    /// <summary>TLS with others.</summary>
    public MeshTlsSettings TlsDefaults { get; init; } = new();

    /// <summary>
    /// Whether servers outside of the mesh are judged by the system's roots where nothing names others.
    /// </summary>
    public bool VerifiesServers { get; init; } = true;

    /// <summary>Connect timeout of clusters whose DestinationRule names none.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a port of undeclared protocol waits for its client's first bytes before the connection counts as TCP
    /// (<c>protocolDetectionTimeout</c>). Istio waits for ever by default, which a server that speaks first would too.
    /// </summary>
    public TimeSpan ProtocolDetectionTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether calls to hosts that the mesh does not know leave it (<c>outboundTrafficPolicy: ALLOW_ANY</c>,
    /// the default) or are refused (<c>REGISTRY_ONLY</c>).
    /// </summary>
    public bool AllowUnknownDestinations { get; init; } = true;

    /// <summary>How request paths are made canonical before they are looked at.</summary>
    public PathNormalizationType PathNormalization { get; init; } = PathNormalizationType.Base;

    /// <summary>What stands before the gateways.</summary>
    public GatewayTopology GatewayTopology { get; init; } = new();

    /// <summary>What extends the mesh, by the names that policies refer to.</summary>
    public IReadOnlyList<MeshExtensionProvider> ExtensionProviders { get; init; } = [];

    /// <summary>The provider of that name, or null.</summary>
    public MeshExtensionProvider? FindProvider(string name) =>
        ExtensionProviders.FirstOrDefault(provider => provider.Name == name);

    /// <summary>
    /// These options with what the ConfigMap <c>istio</c> says: the root namespace's, or that of <c>istio-system</c>.
    /// </summary>
    /// <param name="config">Accepted configuration.</param>
    public MeshOptions With(ConfigSnapshot config)
    {
        var map = config.Find<ConfigMap>(RootNamespace, MeshConfigReader.ConfigMapName)
            ?? config.Find<ConfigMap>(ControlPlaneNamespace, MeshConfigReader.ConfigMapName);
        return map is not null && MeshConfigReader.Read(map).Config is { } mesh ? With(mesh) : this;
    }

    private MeshOptions With(MeshConfig mesh) => this with
    {
        RootNamespace = mesh.RootNamespace ?? RootNamespace,
        TrustDomain = AuthorityTrustDomain ?? mesh.TrustDomain ?? TrustDomain,
        TrustDomainAliases = mesh.TrustDomainAliases.Count > 0 ? mesh.TrustDomainAliases : TrustDomainAliases,
        AutoMtls = mesh.EnableAutoMtls ?? AutoMtls,
        MutualTls = mesh.MeshMtls ?? MutualTls,
        TlsDefaults = mesh.TlsDefaults ?? TlsDefaults,
        VerifiesServers = mesh.VerifyCertificateAtClient ?? VerifiesServers,
        ConnectTimeout = mesh.ConnectTimeout ?? ConnectTimeout,
        ProtocolDetectionTimeout = mesh.ProtocolDetectionTimeout ?? ProtocolDetectionTimeout,
        AllowUnknownDestinations = mesh.OutboundTrafficPolicy?.Mode is { } mode
            ? mode == OutboundTrafficPolicyMode.AllowAny
            : AllowUnknownDestinations,
        PathNormalization = mesh.PathNormalization?.Normalization switch
        {
            null => PathNormalization,
            PathNormalizationType.Default => PathNormalizationType.Base,
            { } normalization => normalization,
        },
        GatewayTopology = mesh.DefaultConfig?.GatewayTopology ?? GatewayTopology,
        ExtensionProviders = mesh.ExtensionProviders.Count > 0 ? mesh.ExtensionProviders : ExtensionProviders,
    };
}
