using System.Collections.Concurrent;
using Outrigger.Proxy.Authorization;

namespace Outrigger.Proxy.Stats;

/// <summary>
/// Knows every statistic of the program. The control side asks it for scopes when it compiles configuration
/// and says which are still in use; the administration server reads it. Safe for any thread; not for the data
/// path.
/// </summary>
/// <param name="workersCount">How many workers there are.</param>
internal sealed class StatsRegistry(int workersCount) : IStatSource
{
    private readonly ConcurrentDictionary<string, ClusterStats> _clusters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HttpStats> _https = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ListenerStats> _listeners = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TcpStats> _tcps = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<AuthorizationStatNames, AuthorizationStats> _authorizations = new();
    private readonly ConcurrentDictionary<string, SharedStat> _shared = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<IStatSource> _sources = [];

    /// <summary>How many workers there are.</summary>
    public int WorkersCount { get; } = workersCount;

    /// <summary>The statistics of a cluster; the same object while the name is in use.</summary>
    public ClusterStats Cluster(string name) =>
        _clusters.GetOrAdd(name, static (key, count) => new ClusterStats(key, count), WorkersCount);

    /// <summary>The statistics of an HTTP prefix; the same object while the prefix is in use.</summary>
    public HttpStats Http(string prefix) =>
        _https.GetOrAdd(prefix, static (key, count) => new HttpStats(key, count), WorkersCount);

    /// <summary>The statistics of a listener; the same object while the name is in use.</summary>
    public ListenerStats Listener(string address) =>
        _listeners.GetOrAdd(address, static (key, count) => new ListenerStats(key, count), WorkersCount);

    /// <summary>The statistics of a TCP prefix; the same object while the prefix is in use.</summary>
    public TcpStats Tcp(string prefix) =>
        _tcps.GetOrAdd(prefix, static (key, count) => new TcpStats(key, count), WorkersCount);

    /// <summary>The statistics of authorization filters; the same object while the names are in use.</summary>
    public AuthorizationStats Authorization(AuthorizationStatNames names) =>
        _authorizations.GetOrAdd(names, static (key, count) => new AuthorizationStats(key, count), WorkersCount);

    /// <summary>The statistics of clients' connections by the version of HTTP.</summary>
    public CodecStats Codecs { get; } = new(workersCount);

    /// <summary>A counter of the control side, by its flat name.</summary>
    public SharedStat Counter(string name) =>
        _shared.GetOrAdd(name, static key => new SharedStat(StatName.Plain(key), StatKind.Counter));

    /// <summary>A counter that is not for the hot path, by its names.</summary>
    public SharedStat Counter(StatName name) =>
        _shared.GetOrAdd(name.Text, static (_, each) => new SharedStat(each, StatKind.Counter), name);

    /// <summary>A gauge of the control side, by its flat name.</summary>
    public SharedStat Gauge(string name) =>
        _shared.GetOrAdd(name, static key => new SharedStat(StatName.Plain(key), StatKind.Gauge));

    /// <summary>Adds statistics that are computed when they are asked for.</summary>
    public void AddSource(IStatSource source) => _sources.Add(source);

    /// <summary>
    /// Forgets the scopes that are not among these. Whoever still counts into one counts unseen.
    /// </summary>
    public void Retain(StatScopeNames inUse)
    {
        RemoveOthers(_clusters, inUse.Clusters);
        RemoveOthers(_https, inUse.HttpPrefixes);
        RemoveOthers(_listeners, inUse.Listeners);
        RemoveOthers(_tcps, inUse.TcpPrefixes);
        RemoveOthers(_authorizations, inUse.Authorizations);
    }

    /// <summary>Sets all counters to 0.</summary>
    public void ResetCounters()
    {
        foreach (ClusterStats scope in _clusters.Values)
        {
            scope.ResetCounters();
            scope.GrpcMethodsInUse?.ResetCounters();
            scope.TlsIfAny?.Reset();
        }

        foreach (HttpStats scope in _https.Values)
        {
            scope.ResetCounters();
            scope.JwtAuthnIfAny?.ResetCounters();
        }

        foreach (ListenerStats scope in _listeners.Values)
        {
            scope.ResetCounters();
            scope.TlsIfAny?.Reset();
        }

        foreach (TcpStats scope in _tcps.Values)
        {
            scope.ResetCounters();
        }

        foreach (AuthorizationStats scope in _authorizations.Values)
        {
            scope.ResetAll();
        }

        Codecs.ResetCounters();
        foreach (SharedStat stat in _shared.Values.Where(stat => stat.Kind == StatKind.Counter))
        {
            stat.Set(0);
        }
    }

    /// <inheritdoc/>
    public void Visit(IStatVisitor visitor)
    {
        foreach (ClusterStats scope in _clusters.Values)
        {
            ScopeReader.Visit(scope, ScopeName.Cluster(scope.ClusterName), "upstream_rq", visitor);
            scope.GrpcMethodsInUse?.Visit(visitor);
            scope.TlsIfAny?.Visit(ScopeName.Cluster(scope.ClusterName), visitor);
        }

        foreach (HttpStats scope in _https.Values)
        {
            ScopeReader.Visit(scope, ScopeName.Http(scope.Prefix), "downstream_rq", visitor);
            if (scope.JwtAuthnIfAny is { } jwt)
            {
                ScopeReader.Visit(jwt, ScopeName.JwtAuthn(scope.Prefix), statusStat: null, visitor);
            }
        }

        foreach (ListenerStats scope in _listeners.Values)
        {
            ScopeReader.Visit(scope, ScopeName.Listener(scope.Address), statusStat: null, visitor);
            scope.TlsIfAny?.Visit(ScopeName.Listener(scope.Address), visitor);
        }

        foreach (TcpStats scope in _tcps.Values)
        {
            ScopeReader.Visit(scope, ScopeName.Tcp(scope.Prefix), statusStat: null, visitor);
        }

        foreach (AuthorizationStats scope in _authorizations.Values)
        {
            scope.Visit(visitor);
        }

        Codecs.Visit(visitor);
        foreach (SharedStat stat in _shared.Values)
        {
            visitor.Number(stat.Name, stat.Kind, stat.Value);
        }

        foreach (IStatSource source in _sources)
        {
            source.Visit(visitor);
        }
    }

    private static void RemoveOthers<TName, TScope>(
        ConcurrentDictionary<TName, TScope> scopes, IReadOnlySet<TName> inUse)
        where TName : notnull
    {
        foreach (TName name in scopes.Keys.Where(name => !inUse.Contains(name)))
        {
            scopes.TryRemove(name, out _);
        }
    }
}

/// <summary>The scopes that the running configuration uses.</summary>
/// <param name="Clusters">Names of clusters in statistics.</param>
/// <param name="HttpPrefixes">Prefixes of connection managers.</param>
/// <param name="Listeners">Names of listeners in statistics.</param>
/// <param name="TcpPrefixes">Prefixes of TCP proxies.</param>
/// <param name="Authorizations">Names of authorization filters in statistics.</param>
internal sealed record StatScopeNames(
    IReadOnlySet<string> Clusters,
    IReadOnlySet<string> HttpPrefixes,
    IReadOnlySet<string> Listeners,
    IReadOnlySet<string> TcpPrefixes,
    IReadOnlySet<AuthorizationStatNames> Authorizations);
