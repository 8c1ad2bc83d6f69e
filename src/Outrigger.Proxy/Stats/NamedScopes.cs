namespace Outrigger.Proxy.Stats;

/// <summary>The statistics of one cluster.</summary>
/// <param name="clusterName">The cluster's name, or its <c>alt_stat_name</c>.</param>
/// <param name="workersCount">How many workers there are.</param>
internal sealed class ClusterStats(string clusterName, int workersCount)
    : StatScope<ClusterStat>(workersCount, StatSchemas.Cluster)
{
    private readonly int _workersCount = workersCount;
    private GrpcMethodTable? _grpcMethods;
    private TlsStats? _tls;

    /// <summary>The cluster's name in statistics.</summary>
    public string ClusterName { get; } = clusterName;

    /// <summary>The cluster's gRPC calls by method; made when it is first asked for.</summary>
    public GrpcMethodTable GrpcMethods
    {
        get
        {
            if (GrpcMethodsInUse is { } present)
                return present;
            var made = new GrpcMethodTable(ClusterName, _workersCount);
            return Interlocked.CompareExchange(ref _grpcMethods, made, null) ?? made;
        }
    }

    /// <summary>The cluster's gRPC calls by method; null when none was counted.</summary>
    public GrpcMethodTable? GrpcMethodsInUse => Volatile.Read(ref _grpcMethods);

    /// <summary>The statistics of TLS; null while there was none.</summary>
    public TlsStats? TlsIfAny => _tls;

    /// <summary>The statistics of TLS.</summary>
    public TlsStats Tls => _tls ?? Interlocked.CompareExchange(ref _tls, new TlsStats(), null) ?? _tls;
}

/// <summary>The statistics of one HTTP prefix; connection managers with the same prefix share them.</summary>
/// <param name="prefix">The <c>stat_prefix</c>.</param>
/// <param name="workersCount">How many workers there are.</param>
internal sealed class HttpStats(string prefix, int workersCount)
    : StatScope<HttpStat>(workersCount, StatSchemas.Http)
{
    private readonly int _workersCount = workersCount;
    private StatScope<JwtAuthnStat>? _jwtAuthn;

    /// <summary>The <c>stat_prefix</c>.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>The statistics of the filters that verify tokens.</summary>
    public StatScope<JwtAuthnStat> JwtAuthn => LazyInitializer.EnsureInitialized(
        ref _jwtAuthn, () => new StatScope<JwtAuthnStat>(_workersCount, StatSchemas.JwtAuthn));

    /// <summary>Those statistics; null while no such filter is configured.</summary>
    public StatScope<JwtAuthnStat>? JwtAuthnIfAny => Volatile.Read(ref _jwtAuthn);
}

/// <summary>The statistics of one listener.</summary>
/// <param name="address">
/// The address as Envoy writes it in statistics (<c>0.0.0.0_15001</c>), or the <c>stat_prefix</c>.
/// </param>
/// <param name="workersCount">How many workers there are.</param>
internal sealed class ListenerStats(string address, int workersCount)
    : StatScope<ListenerStat>(workersCount, StatSchemas.Listener)
{
    private TlsStats? _tls;

    /// <summary>The listener's name in statistics.</summary>
    public string Address { get; } = address;

    /// <summary>The statistics of TLS; null while there was none.</summary>
    public TlsStats? TlsIfAny => _tls;

    /// <summary>The statistics of TLS.</summary>
    public TlsStats Tls => _tls ?? Interlocked.CompareExchange(ref _tls, new TlsStats(), null) ?? _tls;
}

/// <summary>The statistics of one TCP prefix; TCP proxies with the same prefix share them.</summary>
/// <param name="prefix">The <c>stat_prefix</c>.</param>
/// <param name="workersCount">How many workers there are.</param>
internal sealed class TcpStats(string prefix, int workersCount)
    : StatScope<TcpStat>(workersCount, StatSchemas.Tcp)
{
    /// <summary>The <c>stat_prefix</c>.</summary>
    public string Prefix { get; } = prefix;
}

/// <summary>The statistics of one endpoint.</summary>
/// <param name="workersCount">How many workers there are.</param>
internal sealed class EndpointStats(int workersCount)
    : StatScope<EndpointStat>(workersCount, StatSchemas.Endpoint);
