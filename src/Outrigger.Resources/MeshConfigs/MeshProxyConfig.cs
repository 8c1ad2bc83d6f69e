using System.Text.Json;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.MeshConfigs;

/// <summary>Defaults of proxies. Follows <c>istio.mesh.v1alpha1.ProxyConfig</c>.</summary>
public sealed record MeshProxyConfig
{
    /// <summary>Path of the proxy's program.</summary>
    [ParsedOnly]
    public string? BinaryPath { get; init; }

    /// <summary>Roots of the certificate authority.</summary>
    [ParsedOnly]
    public IReadOnlyList<string> CaCertificatesPem { get; init; } = [];

    /// <summary>Name of the cluster.</summary>
    [ParsedOnly]
    public JsonElement? ClusterName { get; init; }

    /// <summary>How many workers run.</summary>
    [ParsedOnly]
    [AllowsNull]
    public int? Concurrency { get; init; }

    /// <summary>Folder of generated configuration.</summary>
    [ParsedOnly]
    public string? ConfigPath { get; init; }

    /// <summary>Whether the proxy authenticates to the control plane.</summary>
    [ParsedOnly]
    public string? ControlPlaneAuthPolicy { get; init; }

    /// <summary>File of configuration in place of the generated one.</summary>
    [ParsedOnly]
    public string? CustomConfigFile { get; init; }

    /// <summary>Address of the control plane.</summary>
    [ParsedOnly]
    public string? DiscoveryAddress { get; init; }

    /// <summary>How often the control plane is asked.</summary>
    [ParsedOnly]
    public TimeSpan? DiscoveryRefreshDelay { get; init; }

    /// <summary>How long connections drain.</summary>
    [ParsedOnly]
    public TimeSpan? DrainDuration { get; init; }

    /// <summary>Service that access logs go to.</summary>
    [ParsedOnly]
    public JsonElement? EnvoyAccessLogService { get; init; }

    /// <summary>Service that metrics go to.</summary>
    [ParsedOnly]
    public JsonElement? EnvoyMetricsService { get; init; }

    /// <summary>More tags of statistics.</summary>
    [ParsedOnly]
    public IReadOnlyList<string> ExtraStatTags { get; init; } = [];

    /// <summary>How often logs are written.</summary>
    [ParsedOnly]
    public TimeSpan? FileFlushInterval { get; init; }

    /// <summary>From which size on logs are written.</summary>
    [ParsedOnly]
    public uint? FileFlushMinSizeKb { get; init; }

    /// <summary>What stands before the gateways.</summary>
    public GatewayTopology? GatewayTopology { get; init; }

    /// <summary>Whether applications start after their proxies.</summary>
    [ParsedOnly]
    [AllowsNull]
    public bool? HoldApplicationUntilProxyStarts { get; init; }

    /// <summary>Image of the proxy.</summary>
    [ParsedOnly]
    public JsonElement? Image { get; init; }

    /// <summary>How traffic gets to the proxy.</summary>
    [ParsedOnly]
    public string? InterceptionMode { get; init; }

    /// <summary>Identity of the mesh.</summary>
    [ParsedOnly]
    public string? MeshId { get; init; }

    /// <summary>Provider of private keys.</summary>
    [ParsedOnly]
    public JsonElement? PrivateKeyProvider { get; init; }

    /// <summary>Port of the admin interface.</summary>
    [ParsedOnly]
    public int? ProxyAdminPort { get; init; }

    /// <summary>Template of the bootstrap.</summary>
    [ParsedOnly]
    public string? ProxyBootstrapTemplatePath { get; init; }

    /// <summary>Headers that proxies add.</summary>
    [ParsedOnly]
    public JsonElement? ProxyHeaders { get; init; }

    /// <summary>More of the node's metadata.</summary>
    [ParsedOnly]
    public IReadOnlyDictionary<string, string> ProxyMetadata { get; init; } = Empty.Map<string>();

    /// <summary>Statistics to keep.</summary>
    [ParsedOnly]
    public JsonElement? ProxyStatsMatcher { get; init; }

    /// <summary>Readiness of virtual machines.</summary>
    [ParsedOnly]
    public JsonElement? ReadinessProbe { get; init; }

    /// <summary>Flags of the proxy.</summary>
    [ParsedOnly]
    public IReadOnlyDictionary<string, string> RuntimeValues { get; init; } = Empty.Map<string>();

    /// <summary>Where secrets come from.</summary>
    [ParsedOnly]
    public JsonElement? Sds { get; init; }

    /// <summary>Name of the proxy's own cluster.</summary>
    [ParsedOnly]
    public string? ServiceCluster { get; init; }

    /// <summary>Longest name of a statistic.</summary>
    [ParsedOnly]
    public int? StatNameLength { get; init; }

    /// <summary>Address that statistics go to.</summary>
    [ParsedOnly]
    public string? StatsdUdpAddress { get; init; }

    /// <summary>Port of the agent's status.</summary>
    [ParsedOnly]
    public int? StatusPort { get; init; }

    /// <summary>How long a proxy drains before it ends.</summary>
    [ParsedOnly]
    public TimeSpan? TerminationDrainDuration { get; init; }

    /// <summary>How requests are traced.</summary>
    [ParsedOnly]
    public JsonElement? Tracing { get; init; }

    /// <summary>Address of Zipkin.</summary>
    [ParsedOnly]
    public string? ZipkinAddress { get; init; }
}
