using System.Collections.Immutable;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.PeerMetadata;

namespace Outrigger.Proxy.Model;

/// <summary>
/// What is done with the connections of one filter chain: exactly one of the two models is set.
/// </summary>
internal sealed class FilterChainModel
{
    /// <summary>The chain's name; may be empty.</summary>
    public required string Name { get; init; }

    /// <summary>TLS with the clients, or null for plain bytes.</summary>
    public DownstreamTlsModel? Tls { get; init; }

    /// <summary>How long the handshake of TLS may take, in milliseconds; 0 = for ever.</summary>
    public int TransportConnectTimeoutMs { get; init; }

    /// <summary>How HTTP is served, or null.</summary>
    public HttpConnectionManagerModel? Http { get; init; }

    /// <summary>How bytes are forwarded, or null.</summary>
    public TcpProxyModel? Tcp { get; init; }

    /// <summary>What says whether a connection may be served, in the order of the configuration.</summary>
    public ImmutableArray<NetworkFilterModel> Filters { get; init; } = [];

    /// <summary>How many connections it serves at once, or null for any number.</summary>
    public ConnectionLimitModel? ConnectionLimit { get; init; }

    /// <summary>
    /// Whether the server name that the client asks for is the name of the cluster, where there is one
    /// (<c>envoy.filters.network.sni_cluster</c>).
    /// </summary>
    public bool NamesClusterByServerName { get; init; }

    /// <summary>
    /// How peers of connections of bytes are told who we are, and asked who they are; null for not at all.
    /// </summary>
    public PeerExchangeModel? PeerExchange { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
