using System.Text.Json;
using Outrigger.Resources.MeshConfigs.Providers;
using Outrigger.Resources.Networking.VirtualServices;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.MeshConfigs;

/// <summary>
/// What the whole mesh has in common: the YAML under the key <c>mesh</c> of the ConfigMap <c>istio</c>. Follows
/// <c>istio.mesh.v1alpha1.MeshConfig</c>.
/// </summary>
public sealed record MeshConfig
{
    /// <summary>Encoding of the access log.</summary>
    [ParsedOnly]
    public string? AccessLogEncoding { get; init; }

    /// <summary>File of the access log.</summary>
    [ParsedOnly]
    public string? AccessLogFile { get; init; }

    /// <summary>Format of the access log.</summary>
    [ParsedOnly]
    public string? AccessLogFormat { get; init; }

    /// <summary>An external certificate authority.</summary>
    [ParsedOnly]
    public JsonElement? Ca { get; init; }

    /// <summary>More roots to trust between workloads.</summary>
    [ParsedOnly]
    public IReadOnlyList<JsonElement> CaCertificates { get; init; } = [];

    /// <summary>Certificates to provision.</summary>
    [ParsedOnly]
    public IReadOnlyList<JsonElement> Certificates { get; init; } = [];

    /// <summary>Restrictions such as <c>fips-140-2</c>.</summary>
    [ParsedOnly]
    public string? CompliancePolicy { get; init; }

    /// <summary>Other sources of configuration.</summary>
    [ParsedOnly]
    public IReadOnlyList<JsonElement> ConfigSources { get; init; } = [];

    /// <summary>How long connecting may take where no DestinationRule says otherwise.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>Defaults of proxies.</summary>
    public MeshProxyConfig? DefaultConfig { get; init; }

    /// <summary>Namespaces that see DestinationRules which name none.</summary>
    [ParsedOnly]
    public IReadOnlyList<string> DefaultDestinationRuleExportTo { get; init; } = [];

    /// <summary>Retries of routes that name none.</summary>
    [ParsedOnly]
    public HttpRetry? DefaultHttpRetryPolicy { get; init; }

    /// <summary>Providers of telemetry by default.</summary>
    [ParsedOnly]
    public DefaultProviders? DefaultProviders { get; init; }

    /// <summary>Namespaces that see services which name none.</summary>
    [ParsedOnly]
    public IReadOnlyList<string> DefaultServiceExportTo { get; init; } = [];

    /// <summary>Policy of destinations that have none.</summary>
    [ParsedOnly]
    public JsonElement? DefaultTrafficPolicy { get; init; }

    /// <summary>Namespaces that see VirtualServices which name none.</summary>
    [ParsedOnly]
    public IReadOnlyList<string> DefaultVirtualServiceExportTo { get; init; } = [];

    /// <summary>Whether listeners keep no log of connections without a route.</summary>
    [ParsedOnly]
    public bool? DisableEnvoyListenerLog { get; init; }

    /// <summary>Namespaces that the control plane looks at.</summary>
    [ParsedOnly]
    public IReadOnlyList<JsonElement> DiscoverySelectors { get; init; } = [];

    /// <summary>How often names are resolved.</summary>
    [ParsedOnly]
    public TimeSpan? DnsRefreshRate { get; init; }

    /// <summary>Whether sidecars encrypt by themselves what goes to workloads of the mesh; so if not set.</summary>
    [AllowsNull]
    public bool? EnableAutoMtls { get; init; }

    /// <summary>Whether access logs go to a gRPC service.</summary>
    [ParsedOnly]
    public bool? EnableEnvoyAccessLogService { get; init; }

    /// <summary>Whether applications' metrics are served with the proxy's.</summary>
    [ParsedOnly]
    [AllowsNull]
    public bool? EnablePrometheusMerge { get; init; }

    /// <summary>Whether requests are traced.</summary>
    [ParsedOnly]
    public bool? EnableTracing { get; init; }

    /// <summary>What extends the mesh: external authorizers, and providers of telemetry.</summary>
    [UniqueBy("name")]
    public IReadOnlyList<MeshExtensionProvider> ExtensionProviders { get; init; } = [];

    /// <summary>Whether HTTP/1.1 becomes HTTP/2 between sidecars.</summary>
    [ParsedOnly]
    public string? H2UpgradePolicy { get; init; }

    /// <summary>Name of inbound clusters' statistics.</summary>
    [ParsedOnly]
    public string? InboundClusterStatName { get; init; }

    /// <summary>Where a sidecar sends inbound connections.</summary>
    [ParsedOnly]
    public JsonElement? InboundTrafficPolicy { get; init; }

    /// <summary>Class of Ingress resources.</summary>
    [ParsedOnly]
    public string? IngressClass { get; init; }

    /// <summary>Which Ingress resources are served.</summary>
    [ParsedOnly]
    public string? IngressControllerMode { get; init; }

    /// <summary>The gateway that serves Ingress resources.</summary>
    [ParsedOnly]
    public string? IngressSelector { get; init; }

    /// <summary>The Service of the gateway that serves Ingress resources.</summary>
    [ParsedOnly]
    public string? IngressService { get; init; }

    /// <summary>Balancing by locality.</summary>
    [ParsedOnly]
    public JsonElement? LocalityLbSetting { get; init; }

    /// <summary>TLS between workloads.</summary>
    [FieldName("meshMTLS")]
    public MeshTlsSettings? MeshMtls { get; init; }

    /// <summary>Name of outbound clusters' statistics.</summary>
    [ParsedOnly]
    public string? OutboundClusterStatName { get; init; }

    /// <summary>What becomes of calls to hosts that the mesh does not know.</summary>
    public MeshOutboundTrafficPolicy? OutboundTrafficPolicy { get; init; }

    /// <summary>How request paths are made canonical before they are looked at.</summary>
    public PathNormalization? PathNormalization { get; init; }

    /// <summary>
    /// How long a port of undeclared protocol waits for its client's first bytes; 0 is for ever.
    /// </summary>
    public TimeSpan? ProtocolDetectionTimeout { get; init; }

    /// <summary>Port of an HTTP proxy for applications.</summary>
    [ParsedOnly]
    public int? ProxyHttpPort { get; init; }

    /// <summary>Port that inbound connections are redirected to.</summary>
    [ParsedOnly]
    public int? ProxyInboundListenPort { get; init; }

    /// <summary>Port that outbound connections are redirected to.</summary>
    [ParsedOnly]
    public int? ProxyListenPort { get; init; }

    /// <summary>The namespace whose policies are for the whole mesh.</summary>
    [Length(Min = 1)]
    public string? RootNamespace { get; init; }

    /// <summary>Services of the clusters of one network.</summary>
    [ParsedOnly]
    public IReadOnlyList<JsonElement> ServiceScopeConfigs { get; init; } = [];

    /// <summary>Settings of single services.</summary>
    [ParsedOnly]
    public IReadOnlyList<JsonElement> ServiceSettings { get; init; } = [];

    /// <summary>Keep-alive of TCP connections.</summary>
    [ParsedOnly]
    public JsonElement? TcpKeepalive { get; init; }

    /// <summary>TLS with others than workloads of the mesh.</summary>
    public MeshTlsSettings? TlsDefaults { get; init; }

    /// <summary>The trust domain of the mesh's identities.</summary>
    [Length(Min = 1, Max = 255)]
    public string? TrustDomain { get; init; }

    /// <summary>Trust domains whose identities count as those of <see cref="TrustDomain"/>.</summary>
    [Length(Min = 1, Max = 255, Of = SchemaPart.Item)]
    public IReadOnlyList<string> TrustDomainAliases { get; init; } = [];

    /// <summary>
    /// Whether clients judge servers' certificates by the system's roots where a DestinationRule names none; so if
    /// not set.
    /// </summary>
    [AllowsNull]
    public bool? VerifyCertificateAtClient { get; init; }
}
