using System.Collections.Immutable;
using Envoy.Config.Listener.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Envoy.Extensions.Filters.Network.TcpProxy.V3;
using Outrigger.Proxy.Configuration.ExternalAuthorization;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.PeerMetadata;

namespace Outrigger.Proxy.Configuration;

/// <summary>
/// Compiles <c>envoy.config.listener.v3.FilterChain</c>: one HTTP connection manager or TCP proxy, at the
/// end.
/// </summary>
internal sealed class FilterChainCompiler(CompileEnvironment environment, CompileReport report)
{
    // Envoy lets a handshake take for ever; a client that stalls would hold a connection for nothing.
    private const int HandshakeTimeoutDefaultMs = 10_000;

    private readonly List<RouteSource> _routes = [];

    /// <summary>Where the routing tables of the chains compiled so far come from.</summary>
    public IReadOnlyList<RouteSource> Routes => _routes;

    /// <summary>The model; not to be used with errors in the report.</summary>
    public FilterChainModel Compile(FilterChain chain, FieldPath path)
    {
        DownstreamTlsModel? tls = new TransportSocketReader(environment, report)
            .ReadDownstream(chain.TransportSocket, path.Field("transport_socket"));
        HttpConnectionManagerModel? http = null;
        TcpProxyModel? tcp = null;
        ConnectionLimitModel? limit = null;
        var filters = ImmutableArray.CreateBuilder<NetworkFilterModel>();
        PeerExchangeModel? exchange = null;
        bool namesCluster = false;
        for (int i = 0; i < chain.Filters.Count; i++)
        {
            Filter filter = chain.Filters[i];
            FieldPath filterPath = path.Item("filters", i);
            FieldPath configPath = filterPath.Field("typed_config");
            bool isLast = i == chain.Filters.Count - 1;
            string type = ExtensionType.NameOf(filter.TypedConfig);
            if (type is MessageNames.HttpConnectionManager or MessageNames.TcpProxy)
            {
                http = type == MessageNames.HttpConnectionManager ? CompileHttp(filter, configPath) : null;
                tcp = type == MessageNames.TcpProxy ? CompileTcp(filter, configPath) : null;
                RequireLast(filter, isLast, filterPath);
            }
            else if (!isLast && type == MessageNames.ConnectionLimit)
            {
                limit = new ConnectionLimitCompiler(environment, report).Compile(filter, configPath);
            }
            else if (!isLast && type == MessageNames.NetworkAuthorization)
            {
                Add(filters, AuthorizationCompiler.CompileNetwork(
                    filter.TypedConfig, configPath, environment, report));
            }
            else if (!isLast && type == MessageNames.NetworkExternalAuthorization)
            {
                Add(filters, NetworkExternalAuthorizationCompiler.Compile(
                    filter.TypedConfig, configPath, environment, report));
            }
            else if (!isLast && type == MessageNames.PeerExchange)
            {
                exchange = PeerExchangeCompiler.Compile(filter.TypedConfig, configPath, environment, report);
            }
            else if (!isLast && type == MessageNames.SniCluster)
            {
                namesCluster = true;
            }
            else
            {
                CompileOther(filter, type, isLast, filterPath);
            }
        }

        if (chain.Filters.Count == 0)
        {
            report.Error(
                path.Field("filters"), "found no filter, expected an HTTP connection manager or a TCP proxy");
        }

        return new FilterChainModel
        {
            Name = chain.Name,
            Tls = tls,
            TransportConnectTimeoutMs = new FieldReader(report).Milliseconds(
                chain.TransportSocketConnectTimeout,
                HandshakeTimeoutDefaultMs,
                path,
                "transport_socket_connect_timeout"),
            Http = http,
            Tcp = tcp,
            ConnectionLimit = limit,
            Filters = filters.ToImmutable(),
            NamesClusterByServerName = namesCluster,
            PeerExchange = exchange,
        };
    }

    private static void Add(ImmutableArray<NetworkFilterModel>.Builder filters, NetworkFilterModel? filter)
    {
        if (filter is not null)
        {
            filters.Add(filter);
        }
    }

    private HttpConnectionManagerModel? CompileHttp(Filter filter, FieldPath path)
    {
        HttpConnectionManager? manager =
            ExtensionType.Unpack(filter.TypedConfig, HttpConnectionManager.Parser, path, report);
        if (manager is null)
        {
            return null;
        }

        HttpConnectionManagerModel model = HttpConnectionManagerCompiler.Compile(
            manager, path, environment, report, out RouteSource routes);
        _routes.Add(routes);
        return model;
    }

    private TcpProxyModel? CompileTcp(Filter filter, FieldPath path) =>
        ExtensionType.Unpack(filter.TypedConfig, TcpProxy.Parser, path, report) is { } proxy
            ? new TcpProxyCompiler(environment, report).Compile(proxy, path)
            : null;

    private void CompileOther(Filter filter, string type, bool isLast, FieldPath path)
    {
        string name = type.Length == 0 ? filter.Name : $"{filter.Name} ({type})";
        bool isKnown = NoOpExtensions.Contains(type)
            || type is MessageNames.ConnectionLimit or MessageNames.SniCluster or MessageNames.NetworkAuthorization
                or MessageNames.NetworkExternalAuthorization or MessageNames.PeerExchange;
        if (!isKnown)
        {
            report.Error(path, $"the network filter {name} is not implemented");
        }
        else if (isLast)
        {
            report.Error(
                path, $"{name} is the last filter, expected an HTTP connection manager or a TCP proxy");
        }
        else
        {
            report.Warning(path, $"the network filter {name} is not implemented, it is left out");
        }
    }

    private void RequireLast(Filter filter, bool isLast, FieldPath path)
    {
        if (!isLast)
        {
            report.Error(path, $"{filter.Name} must be the last filter");
        }
    }
}
