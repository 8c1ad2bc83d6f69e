using System.Collections.Immutable;
using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Outrigger.Proxy.Dns;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.PeerMetadata;
using DiscoveryType = Envoy.Config.Cluster.V3.Cluster.Types.DiscoveryType;
using LbPolicy = Envoy.Config.Cluster.V3.Cluster.Types.LbPolicy;

namespace Outrigger.Proxy.Configuration;

/// <summary>Compiles <c>envoy.config.cluster.v3.Cluster</c>.</summary>
internal sealed class ClusterCompiler
{
    /// <summary>Where traffic goes that the mesh knows nothing about.</summary>
    private const string PassthroughName = "PassthroughCluster";

    private readonly Cluster _cluster;
    private readonly FieldPath _path;
    private readonly CompileReport _report;
    private readonly FieldReader _fields;

    private ClusterCompiler(Cluster cluster, FieldPath path, CompileReport report)
    {
        _cluster = cluster;
        _path = path;
        _report = report;
        _fields = new FieldReader(report);
    }

    /// <summary>Compiles a cluster; null after mistakes, which are then in the report.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="path">Where it is, for messages.</param>
    /// <param name="environment">What the model is bound to.</param>
    /// <param name="report">Takes what is found.</param>
    public static CompiledCluster? Compile(
        Cluster cluster, FieldPath path, CompileEnvironment environment, CompileReport report)
    {
        var compiler = new ClusterCompiler(cluster, path, report);
        CompiledCluster compiled = compiler.Compile(environment);
        return report.HasErrors ? null : compiled;
    }

    private CompiledCluster Compile(CompileEnvironment environment)
    {
        _fields.RequireName(_cluster.Name, _path, "name");
        ReportUnimplemented();
        ClusterKind kind = KindOf(_cluster.Type);
        bool isDns = kind is ClusterKind.StrictDns or ClusterKind.LogicalDns;
        EndpointPlan endpoints = CompileAssignment(kind, isDns);
        (string? edsName, int edsFetchTimeoutMs) = CompileEds(kind);
        return new CompiledCluster
        {
            Model = CompileModel(kind, environment),
            Endpoints = endpoints,
            EdsName = edsName,
            EdsFetchTimeoutMs = edsFetchTimeoutMs,
            DnsRefresh = isDns ? CompileDnsRefresh() : null,
            DnsFamily = (DnsLookupFamily)(int)_cluster.DnsLookupFamily,
        };
    }

    private ClusterModel CompileModel(ClusterKind kind, CompileEnvironment environment)
    {
        CircuitBreakerCompiler breakers = new(
            _cluster.CircuitBreakers, _path.Field("circuit_breakers"), _report);
        (CircuitBreakerLimits defaults, CircuitBreakerLimits high) = breakers.Compile();
        FieldPath commonPath = _path.Field("common_lb_config");
        Cluster.Types.CommonLbConfig? common = _cluster.CommonLbConfig;
        TransportModels transports = CompileTransports(new TransportSocketReader(environment, _report));
        string statName = _cluster.AltStatName.Length > 0 ? _cluster.AltStatName : _cluster.Name;
        return new ClusterModel
        {
            Slot = environment.ClusterSlots.GetOrAdd(_cluster.Name),
            Stats = environment.Stats.Cluster(statName),
            Kind = kind,
            LoadBalancing = CompileLoadBalancing(kind),
            LeastRequestChoiceCount = CompileChoiceCount(),
            ConnectTimeoutMs = _fields.PositiveMilliseconds(
                _cluster.ConnectTimeout, 5_000, _path, "connect_timeout"),
            ConnectionBufferLimitBytes = FieldReader.Number(
                _cluster.PerConnectionBufferLimitBytes, 1024 * 1024),
            PanicThresholdPercent =
                _fields.Percent(common?.HealthyPanicThreshold, 50, commonPath, "healthy_panic_threshold"),
            IsLocalityWeighted = common?.LocalityWeightedLbConfig is not null,
            ClosesConnectionsOnEndpointChange = common?.CloseConnectionsOnHostSetChange ?? false,
            DefaultLimits = defaults,
            HighPriorityLimits = high,
            Tls = transports.Tls,
            TransportMatches = transports.Matches,
            Http = new UpstreamHttpCompiler(_report).Compile(_cluster, _path),
            SourceAddress = CompileSourceAddress(),
            BindsFreely = _cluster.UpstreamBindConfig?.Freebind ?? false,
            ProxyProtocol = transports.ProxyProtocol,
            TcpKeepalive = CompileKeepalive(),
            IsExternal = _cluster.Name == PassthroughName || IsMarked("external"),
            HidesPeerMetadata = IsMarked("disable_mx"),
            PeerExchange = CompileExchange(environment),
            OriginalDestination = kind == ClusterKind.OriginalDestination
                ? CompileOriginalDestination()
                : null,
        };
    }

    private PeerExchangeModel? CompileExchange(CompileEnvironment environment)
    {
        PeerExchangeModel? exchange = null;
        for (int i = 0; i < _cluster.Filters.Count; i++)
        {
            FieldPath path = _path.Item("filters", i);
            string type = ExtensionType.NameOf(_cluster.Filters[i].TypedConfig);
            if (type == MessageNames.PeerExchange)
            {
                FieldPath configPath = path.Field("typed_config");
                exchange = PeerExchangeCompiler.Compile(
                    _cluster.Filters[i].TypedConfig, configPath, environment, _report);
            }
            else
            {
                _report.Error(path, $"the network filter {_cluster.Filters[i].Name} ({type}) is not implemented");
            }
        }

        return exchange;
    }

    /// <summary>Whether Istio's control plane has put a mark on the cluster.</summary>
    private bool IsMarked(string mark) => _cluster.Metadata is { } metadata
        && metadata.FilterMetadata.TryGetValue("istio", out var marks)
        && marks.Fields.TryGetValue(mark, out var value) && value.BoolValue;

    private static ClusterKind KindOf(DiscoveryType type) => type switch
    {
        DiscoveryType.StrictDns => ClusterKind.StrictDns,
        DiscoveryType.LogicalDns => ClusterKind.LogicalDns,
        DiscoveryType.Eds => ClusterKind.Eds,
        DiscoveryType.OriginalDst => ClusterKind.OriginalDestination,
        _ => ClusterKind.Static,
    };

    private LoadBalancingPolicy CompileLoadBalancing(ClusterKind kind)
    {
        FieldPath path = _path.Field("lb_policy");
        bool isProvided = _cluster.LbPolicy == LbPolicy.ClusterProvided;
        if (isProvided != (kind == ClusterKind.OriginalDestination))
        {
            string type = Wire(_cluster.Type);
            _report.Error(path, isProvided
                ? $"found CLUSTER_PROVIDED in a {type} cluster, expected it with ORIGINAL_DST only"
                : $"found {Wire(_cluster.LbPolicy)} in an ORIGINAL_DST cluster, expected CLUSTER_PROVIDED");
        }

        switch (_cluster.LbPolicy)
        {
            case LbPolicy.RoundRobin:
                return LoadBalancingPolicy.RoundRobin;
            case LbPolicy.LeastRequest:
                return LoadBalancingPolicy.LeastRequest;
            case LbPolicy.Random:
                return LoadBalancingPolicy.Random;
            case LbPolicy.ClusterProvided:
                return LoadBalancingPolicy.ClusterProvided;
            default:
                const string Known = "ROUND_ROBIN, LEAST_REQUEST, RANDOM or CLUSTER_PROVIDED";
                _report.Error(path, $"{Wire(_cluster.LbPolicy)} is not implemented, expected {Known}");
                return LoadBalancingPolicy.RoundRobin;
        }
    }

    private int CompileChoiceCount()
    {
        uint? count = _cluster.LeastRequestLbConfig?.ChoiceCount;
        if (count < 2)
        {
            FieldPath path = _path.Field("least_request_lb_config").Field("choice_count");
            _report.Error(path, $"found {count}, expected 2 or more");
        }

        return FieldReader.Number(count, 2);
    }

    private EndpointPlan CompileAssignment(ClusterKind kind, bool isDns)
    {
        FieldPath path = _path.Field("load_assignment");
        bool isAllowed = kind == ClusterKind.Static || isDns;
        if (_cluster.LoadAssignment is null)
        {
            return EndpointPlan.Empty;
        }

        if (!isAllowed)
        {
            _report.Error(path,
                $"found in a {Wire(_cluster.Type)} cluster, expected with STATIC, STRICT_DNS or LOGICAL_DNS");
            return EndpointPlan.Empty;
        }

        EndpointPlan plan = EndpointCompiler.Compile(_cluster.LoadAssignment, isDns, path, _report);
        if (kind == ClusterKind.LogicalDns && plan.Localities.Sum(locality => locality.Entries.Length) != 1)
        {
            _report.Error(path, "a LOGICAL_DNS cluster has exactly one endpoint");
        }

        return plan;
    }

    private (string? EdsName, int FetchTimeoutMs) CompileEds(ClusterKind kind)
    {
        FieldPath path = _path.Field("eds_cluster_config");
        if (kind != ClusterKind.Eds)
        {
            if (_cluster.EdsClusterConfig is not null)
            {
                _report.Error(path, $"found in a {Wire(_cluster.Type)} cluster, expected with EDS only");
            }

            return (null, 0);
        }

        if (_cluster.EdsClusterConfig is null)
        {
            _report.Error(path, "missing: an EDS cluster needs it");
            return (null, 0);
        }

        string serviceName = _cluster.EdsClusterConfig.ServiceName;
        int timeoutMs = ConfigSourceReader.Read(
            _cluster.EdsClusterConfig.EdsConfig, path.Field("eds_config"), _report);
        return (serviceName.Length > 0 ? serviceName : _cluster.Name, timeoutMs);
    }

    private DnsRefreshPolicy CompileDnsRefresh()
    {
        int refreshMs = _fields.PositiveMilliseconds(
            _cluster.DnsRefreshRate, 5_000, _path, "dns_refresh_rate");
        Cluster.Types.RefreshRate? failure = _cluster.DnsFailureRefreshRate;
        if (failure is null)
        {
            return Policy(refreshMs, refreshMs, refreshMs);
        }

        FieldPath path = _path.Field("dns_failure_refresh_rate");
        int baseMs = _fields.PositiveMilliseconds(failure.BaseInterval, 1_000, path, "base_interval");
        int longestDefaultMs = (int)Math.Min(baseMs * 10L, int.MaxValue);
        int longestMs = _fields.PositiveMilliseconds(
            failure.MaxInterval, longestDefaultMs, path, "max_interval");
        if (longestMs < baseMs)
        {
            _report.Error(path.Field("max_interval"), "less than base_interval, expected at least as much");
        }

        return Policy(refreshMs, baseMs, longestMs);
    }

    private static DnsRefreshPolicy Policy(int refreshMs, int failureBaseMs, int failureMaxMs) => new(
        TimeSpan.FromMilliseconds(refreshMs),
        TimeSpan.FromMilliseconds(failureBaseMs),
        TimeSpan.FromMilliseconds(failureMaxMs));

    private NetworkAddress? CompileSourceAddress()
    {
        FieldPath path = _path.Field("upstream_bind_config").Field("source_address");
        return _cluster.UpstreamBindConfig?.SourceAddress is { } source
            ? new AddressReader(_report).ReadSocket(source, path)
            : null;
    }

    private TcpKeepaliveOptions? CompileKeepalive() =>
        _cluster.UpstreamConnectionOptions?.TcpKeepalive is { } keepalive
            ? new TcpKeepaliveOptions(
                FieldReader.Number(keepalive.KeepaliveProbes, 0),
                FieldReader.Number(keepalive.KeepaliveTime, 0),
                FieldReader.Number(keepalive.KeepaliveInterval, 0))
            : null;

    private OriginalDestinationOptions CompileOriginalDestination()
    {
        Cluster.Types.OriginalDstLbConfig? options = _cluster.OriginalDstLbConfig;
        FieldPath path = _path.Field("original_dst_lb_config");
        uint portOverride = options?.UpstreamPortOverride ?? 0;
        if (portOverride > ushort.MaxValue)
        {
            _report.Error(path.Field("upstream_port_override"), $"found {portOverride}, expected 0 to 65535");
        }

        string header = options?.HttpHeaderName is { Length: > 0 } name ? name : "x-envoy-original-dst-host";
        return new OriginalDestinationOptions(
            options is { UseHttpHeader: true } ? header.ToLowerInvariant() : null, (int)portOverride);
    }

    private TransportModels CompileTransports(TransportSocketReader reader)
    {
        FieldPath socketPath = _path.Field("transport_socket");
        TransportSocket? socket = UpstreamProxyProtocolReader.Unwrap(
            _cluster.TransportSocket, ref socketPath, _report, out UpstreamProxyProtocolModel? proxyProtocol);
        UpstreamTlsModel? tls = reader.ReadUpstream(socket, socketPath);
        var matches = ImmutableArray.CreateBuilder<TransportMatch>(_cluster.TransportSocketMatches.Count);
        for (int i = 0; i < _cluster.TransportSocketMatches.Count; i++)
        {
            Cluster.Types.TransportSocketMatch match = _cluster.TransportSocketMatches[i];
            FieldPath path = _path.Item("transport_socket_matches", i).Field("transport_socket");
            matches.Add(new TransportMatch(
                match.Name, match.Match ?? new(), reader.ReadUpstream(match.TransportSocket, path)));
        }

        return new TransportModels(proxyProtocol, tls, matches.MoveToImmutable());
    }

    private void ReportUnimplemented()
    {
        _report.Unimplemented(
            _path, "outlier_detection", _cluster.OutlierDetection is not null, "no endpoint is ejected");
        _report.Unimplemented(_path, "respect_dns_ttl", _cluster.RespectDnsTtl, "dns_refresh_rate is used");
        _report.Unimplemented(_path, "cleanup_interval", _cluster.CleanupInterval is not null);
        _report.Unimplemented(
            _path, "ignore_health_on_host_removal", _cluster.IgnoreHealthOnHostRemoval,
            "removed endpoints go at once");
        FieldPath common = _path.Field("common_lb_config");
        _report.Unimplemented(
            common, "zone_aware_lb_config", _cluster.CommonLbConfig?.ZoneAwareLbConfig is not null,
            "endpoints of all zones are used alike");
        _report.Unimplemented(
            common, "update_merge_window", _cluster.CommonLbConfig?.UpdateMergeWindow is not null,
            "updates are applied at once");
        _report.Unimplemented(
            common, "ignore_new_hosts_until_first_hc",
            _cluster.CommonLbConfig is { IgnoreNewHostsUntilFirstHc: true },
            "endpoints are used at once");
        FieldPath leastRequest = _path.Field("least_request_lb_config");
        _report.Unimplemented(
            leastRequest, "active_request_bias",
            _cluster.LeastRequestLbConfig?.ActiveRequestBias is not null);
        _report.Unimplemented(
            leastRequest, "slow_start_config", _cluster.LeastRequestLbConfig?.SlowStartConfig is not null);
        _report.Unimplemented(
            _path.Field("round_robin_lb_config"), "slow_start_config",
            _cluster.RoundRobinLbConfig?.SlowStartConfig is not null);
    }

    private static string Wire(DiscoveryType type) => type switch
    {
        DiscoveryType.StrictDns => "STRICT_DNS",
        DiscoveryType.LogicalDns => "LOGICAL_DNS",
        DiscoveryType.Eds => "EDS",
        DiscoveryType.OriginalDst => "ORIGINAL_DST",
        _ => "STATIC",
    };

    private static string Wire(LbPolicy policy) => policy switch
    {
        LbPolicy.RoundRobin => "ROUND_ROBIN",
        LbPolicy.LeastRequest => "LEAST_REQUEST",
        LbPolicy.Random => "RANDOM",
        LbPolicy.RingHash => "RING_HASH",
        LbPolicy.Maglev => "MAGLEV",
        LbPolicy.ClusterProvided => "CLUSTER_PROVIDED",
        LbPolicy.LoadBalancingPolicyConfig => "LOAD_BALANCING_POLICY_CONFIG",
        _ => $"number {(int)policy}",
    };

    private readonly record struct TransportModels(
        UpstreamProxyProtocolModel? ProxyProtocol, UpstreamTlsModel? Tls, ImmutableArray<TransportMatch> Matches);
}
