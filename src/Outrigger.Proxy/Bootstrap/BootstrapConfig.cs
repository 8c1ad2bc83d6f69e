using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Envoy.Config.Listener.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Identity;
using Outrigger.Proxy.Overload;
using Outrigger.Xds;

namespace Outrigger.Proxy.Bootstrap;

/// <summary>What the bootstrap asks for, checked.</summary>
internal sealed class BootstrapConfig
{
    /// <summary>Who this proxy is.</summary>
    public required Node Node { get; init; }

    /// <summary>Where the administration server listens; null = there is none.</summary>
    public NetworkAddress? AdminAddress { get; init; }

    /// <summary>The management server; null = everything is static.</summary>
    public ManagementServer? ManagementServer { get; init; }

    /// <summary>The workload's identity; null = it has none of its own.</summary>
    public WorkloadIdentityOptions? WorkloadIdentity { get; init; }

    /// <summary>The static clusters of the proxy's own servers.</summary>
    public IReadOnlySet<string> ControlClusters { get; init; } = new HashSet<string>();

    /// <summary>
    /// How long clusters are waited for, in milliseconds, 0 = for ever; null = they are not discovered.
    /// </summary>
    public int? ClustersFetchTimeoutMs { get; init; }

    /// <summary>
    /// How long listeners are waited for, in milliseconds, 0 = for ever; null = they are not discovered.
    /// </summary>
    public int? ListenersFetchTimeoutMs { get; init; }

    /// <summary>What is done under pressure; null = the bootstrap does not say.</summary>
    public OverloadModel? Overload { get; init; }

    /// <summary>The runtime values that are acted upon.</summary>
    public RuntimeValues Runtime { get; init; } = new();

    /// <summary>The static secrets and where each stands.</summary>
    public IReadOnlyList<(Secret Secret, FieldPath Path)> Secrets { get; init; } = [];

    /// <summary>The static clusters and where each stands.</summary>
    public required IReadOnlyList<(Cluster Cluster, FieldPath Path)> Clusters { get; init; }

    /// <summary>The static listeners and where each stands.</summary>
    public required IReadOnlyList<(Listener Listener, FieldPath Path)> Listeners { get; init; }
}

/// <summary>The management server.</summary>
/// <param name="Variant">Which variant of the protocol is spoken.</param>
/// <param name="Targets">Where it is; tried in turn.</param>
/// <param name="Cluster">The static cluster that it is configured as; null when it is a gRPC target.</param>
internal sealed record ManagementServer(
    XdsVariant Variant, IReadOnlyList<ManagementTarget> Targets, string? Cluster = null);

/// <summary>One place of the management server: a host and port, or a Unix domain socket.</summary>
/// <param name="Host">A host name or IP address; empty for a Unix domain socket.</param>
/// <param name="Port">The port.</param>
/// <param name="UnixPath">The path of a Unix domain socket, or null.</param>
internal sealed record ManagementTarget(string Host, int Port, string? UnixPath)
{
    /// <inheritdoc/>
    public override string ToString() => UnixPath ?? $"{Host}:{Port}";
}
