using System.Text;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Upstream;

/// <summary>The gRPC methods of one cluster that one worker has seen, by the path of their requests.</summary>
/// <param name="stats">The cluster's statistics.</param>
/// <param name="workerIndex">The worker's number.</param>
internal sealed class GrpcMethodCache(ClusterStats stats, int workerIndex)
{
    private readonly Dictionary<string, StatBlock<GrpcStat>> _byPath = new(PathComparer.Instance);

    /// <summary>The worker's block for a call.</summary>
    /// <param name="path">The request's path.</param>
    /// <param name="options">What is counted by method.</param>
    public StatBlock<GrpcStat> Find(ReadOnlySpan<byte> path, GrpcStatsOptions options)
    {
        if (!options.CountsAllMethods && options.Methods.Count == 0)
            path = default;
        if (_byPath.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(path, out var block))
            return block;
        return _byPath.Count < GrpcMethodTable.MethodsMax
            ? Add(Encoding.Latin1.GetString(path), options)
            : stats.GrpcMethods.AllMethods.ForWorker(workerIndex);
    }

    private StatBlock<GrpcStat> Add(string path, GrpcStatsOptions options)
    {
        var names = path.Split('/');
        var isMethod = names is ["", { Length: > 0 }, { Length: > 0 }]
            && (options.CountsAllMethods || options.Methods.Contains(path));
        var methodStats = isMethod
            ? stats.GrpcMethods.Of(options.ReplacesDots ? names[1].Replace('.', '_') : names[1], names[2])
            : stats.GrpcMethods.AllMethods;
        var block = methodStats.ForWorker(workerIndex);
        _byPath.Add(path, block);
        return block;
    }

    /// <summary>Compares paths with the bytes of requests.</summary>
    private sealed class PathComparer
        : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
    {
        public static PathComparer Instance { get; } = new();

        public bool Equals(string? left, string? right) => string.Equals(left, right, StringComparison.Ordinal);

        public int GetHashCode(string path)
        {
            var hash = new HashCode();
            foreach (var character in path)
                hash.Add((byte)character);
            return hash.ToHashCode();
        }

        public bool Equals(ReadOnlySpan<byte> path, string other)
        {
            if (path.Length != other.Length)
                return false;
            for (var index = 0; index < path.Length; index++)
            {
                if (path[index] != other[index])
                    return false;
            }

            return true;
        }

        public int GetHashCode(ReadOnlySpan<byte> path)
        {
            var hash = new HashCode();
            foreach (var value in path)
                hash.Add(value);
            return hash.ToHashCode();
        }

        public string Create(ReadOnlySpan<byte> path) => Encoding.Latin1.GetString(path);
    }
}
