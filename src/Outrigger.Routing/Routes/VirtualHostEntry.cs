using Envoy.Config.Core.V3;

namespace Outrigger.Routing.Routes;

/// <summary>
/// The compiled routes of some host names: <c>envoy.config.route.v3.VirtualHost</c>. Immutable; shared by all
/// workers.
/// </summary>
public sealed class VirtualHostEntry
{
    private readonly RouteEntry[] _routes;

    internal VirtualHostEntry(int index, string name, RouteEntry[] routes)
    {
        Index = index;
        Name = name;
        _routes = routes;
    }

    /// <summary>The place in <see cref="RouteTable.VirtualHosts"/>, from 0.</summary>
    public int Index { get; }

    /// <summary>The virtual host's name.</summary>
    public string Name { get; }

    /// <summary>The routes; the first that matches is taken.</summary>
    public IReadOnlyList<RouteEntry> Routes => _routes;

    /// <summary>Which requests are redirected to TLS before any route is tried.</summary>
    public TlsRequirement TlsRequirement { get; internal init; }

    /// <summary>Whether the number of the try is sent upstream in <c>x-envoy-attempt-count</c>.</summary>
    public bool IncludesAttemptCountInRequest { get; internal init; }

    /// <summary>Whether the number of tries is sent downstream in <c>x-envoy-attempt-count</c>.</summary>
    public bool IncludesAttemptCountInResponse { get; internal init; }

    /// <summary>Data for filters and access logs; null for none.</summary>
    public Metadata? Metadata { get; internal init; }

    internal ReadOnlySpan<RouteEntry> RouteSpan => _routes;
}
