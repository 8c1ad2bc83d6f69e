using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;

namespace Outrigger.Routing.Actions;

/// <summary>Names one cluster: in the configuration, or by a header of the request.</summary>
internal readonly struct ClusterTarget
{
    private readonly HeaderName _header;

    private ClusterTarget(ClusterReference? cluster, string header)
    {
        Cluster = cluster;
        _header = new HeaderName(header);
    }

    /// <summary>The configured cluster; null when a header names it.</summary>
    internal ClusterReference? Cluster { get; }

    internal static ClusterTarget Named(string name, CompileContext context) =>
        new(context.Cluster(name), "");

    internal static ClusterTarget ByHeader(string header) => new(null, header);

    /// <summary>The name in the header; empty when the header is missing.</summary>
    internal ReadOnlySpan<byte> ReadName<TRequest>(scoped ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        Cluster is null && _header.TryRead(ref request, out ReadOnlySpan<byte> name) ? name : [];

    public override string ToString() =>
        Cluster is null ? $"the cluster named by header {_header}" : Cluster.Name;
}
