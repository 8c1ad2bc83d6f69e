using System.Collections.Concurrent;

namespace Outrigger.Proxy.Stats;

/// <summary>
/// The gRPC statistics of one cluster by method. Methods come from clients, so there is a bound: what comes after it
/// counts without its method's name. Safe for any thread; a worker asks once per method and keeps the answer.
/// </summary>
/// <param name="clusterName">The cluster's name in statistics.</param>
/// <param name="workersCount">How many workers there are.</param>
internal sealed class GrpcMethodTable(string clusterName, int workersCount) : IStatSource
{
    /// <summary>How many methods of a cluster have statistics of their own.</summary>
    public const int MethodsMax = 1_000;

    private readonly ConcurrentDictionary<(string Service, string Method), GrpcMethodStats> _methods = new();

    /// <summary>The statistics of calls that are not told apart by method.</summary>
    public GrpcMethodStats AllMethods => Of("", "");

    /// <summary>The statistics of a method.</summary>
    /// <param name="service">The service's full name.</param>
    /// <param name="method">The method's name.</param>
    public GrpcMethodStats Of(string service, string method)
    {
        if (_methods.TryGetValue((service, method), out var stats))
            return stats;
        if (service.Length > 0 && _methods.Count >= MethodsMax)
            return AllMethods;
        return _methods.GetOrAdd((service, method), key => new GrpcMethodStats(
            ScopeName.Grpc(clusterName, key.Service, key.Method), workersCount));
    }

    /// <inheritdoc/>
    public void Visit(IStatVisitor visitor)
    {
        foreach (var stats in _methods.Values)
            stats.Visit(visitor);
    }

    /// <summary>Sets all counters to 0.</summary>
    public void ResetCounters()
    {
        foreach (var stats in _methods.Values)
            stats.ResetCounters();
    }
}
