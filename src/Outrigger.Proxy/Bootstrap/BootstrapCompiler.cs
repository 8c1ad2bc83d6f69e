using Envoy.Config.Bootstrap.V3;
using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Identity;
using Outrigger.Proxy.Overload;
using BootstrapMessage = Envoy.Config.Bootstrap.V3.Bootstrap;

namespace Outrigger.Proxy.Bootstrap;

/// <summary>
/// Checks <c>envoy.config.bootstrap.v3.Bootstrap</c>, but for the clusters and listeners in it.
/// </summary>
internal sealed class BootstrapCompiler
{
    private readonly BootstrapMessage _bootstrap;
    private readonly CompileReport _report;

    private BootstrapCompiler(BootstrapMessage bootstrap, CompileReport report)
    {
        _bootstrap = bootstrap;
        _report = report;
    }

    /// <summary>Checks a bootstrap. With errors in the report the result is not to be used.</summary>
    public static BootstrapConfig Compile(BootstrapMessage bootstrap, CompileReport report) =>
        new BootstrapCompiler(bootstrap, report).Compile();

    private BootstrapConfig Compile()
    {
        ReportUnimplemented();
        FieldPath resources = FieldPath.Root.Field("static_resources");
        (int? cdsTimeoutMs, int? ldsTimeoutMs, ManagementServer? server) = CompileDynamic();
        WorkloadIdentityOptions? identity = new WorkloadIdentityCompiler(_bootstrap, _report).Compile();
        HashSet<string> controlClusters = new(
            new[] { server?.Cluster, identity?.AuthorityCluster }.OfType<string>(), StringComparer.Ordinal);
        return new BootstrapConfig
        {
            Node = _bootstrap.Node ?? new Node(),
            AdminAddress = CompileAdmin(),
            ManagementServer = server,
            WorkloadIdentity = identity,
            ControlClusters = controlClusters,
            ClustersFetchTimeoutMs = cdsTimeoutMs,
            ListenersFetchTimeoutMs = ldsTimeoutMs,
            Overload = CompileOverload(),
            Runtime = new RuntimeCompiler(_report).Compile(
                _bootstrap.LayeredRuntime, FieldPath.Root.Field("layered_runtime")),
            Secrets = [.. (_bootstrap.StaticResources?.Secrets ?? []).Select(
                (secret, index) => (secret, resources.Item("secrets", index)))],
            Clusters = [.. (_bootstrap.StaticResources?.Clusters ?? []).Select(
                (cluster, index) => (WithoutProtocol(cluster, controlClusters), resources.Item("clusters", index)))],
            Listeners = [.. (_bootstrap.StaticResources?.Listeners ?? []).Select(
                (listener, index) => (listener, resources.Item("listeners", index)))],
        };
    }

    /// <summary>
    /// The gRPC client speaks HTTP/2 to the proxy's own servers by itself, whatever requests to clusters are able
    /// to speak, so what those clusters ask for is done and nothing to warn of.
    /// </summary>
    private static Cluster WithoutProtocol(Cluster cluster, HashSet<string> controlClusters)
    {
        if (!controlClusters.Contains(cluster.Name))
        {
            return cluster;
        }

        Cluster plain = cluster.Clone();
        plain.TypedExtensionProtocolOptions.Clear();
        return plain;
    }

    private NetworkAddress? CompileAdmin() => _bootstrap.Admin is { } admin
        ? new AddressReader(_report).Read(admin.Address, FieldPath.Root.Field("admin").Field("address"))
        : null;

    private (int? CdsTimeoutMs, int? LdsTimeoutMs, ManagementServer? Server) CompileDynamic()
    {
        Envoy.Config.Bootstrap.V3.Bootstrap.Types.DynamicResources? resources = _bootstrap.DynamicResources;
        FieldPath path = FieldPath.Root.Field("dynamic_resources");
        if (resources is null)
        {
            return (null, null, null);
        }

        int? cdsTimeoutMs = CompileSource(resources.CdsConfig, path.Field("cds_config"));
        int? ldsTimeoutMs = CompileSource(resources.LdsConfig, path.Field("lds_config"));
        if (resources.AdsConfig is null)
        {
            if (cdsTimeoutMs is not null || ldsTimeoutMs is not null)
            {
                _report.Error(path, "cds_config and lds_config use ads, so ads_config is needed");
            }

            return (cdsTimeoutMs, ldsTimeoutMs, null);
        }

        var server = new ManagementServerCompiler(_bootstrap, _report);
        return (cdsTimeoutMs, ldsTimeoutMs, server.Compile(resources.AdsConfig, path.Field("ads_config")));
    }

    private int? CompileSource(ConfigSource? source, FieldPath path) =>
        source is null ? null : ConfigSourceReader.Read(source, path, _report);

    private OverloadModel? CompileOverload() => _bootstrap.OverloadManager is { } manager
        ? new OverloadCompiler(_report).Compile(manager, FieldPath.Root.Field("overload_manager"))
        : null;

    private void ReportUnimplemented()
    {
        FieldPath root = FieldPath.Root;
        _report.Unimplemented(
            root.Field("cluster_manager"), "local_cluster_name",
            _bootstrap.ClusterManager is { LocalClusterName.Length: > 0 },
            "endpoints of all zones are used alike");
        _report.Unimplemented(
            root, "stats_flush_interval", _bootstrap.StatsFlushInterval is not null,
            "statistics are read, not flushed");
    }
}
