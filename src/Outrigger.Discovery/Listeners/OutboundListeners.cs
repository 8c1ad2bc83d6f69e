using Envoy.Config.Core.V3;
using Envoy.Config.Listener.V3;
using Outrigger.Discovery.Generation;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Routes;

namespace Outrigger.Discovery.Listeners;

/// <summary>The listeners of a sidecar's outbound side.</summary>
internal static class OutboundListeners
{
    /// <summary>The port to which iptables redirects an application's outbound connections.</summary>
    public const int CapturePort = 15001;

    private const string AnyAddress = "0.0.0.0";

    public static IEnumerable<Listener> Generate(MeshSnapshot snapshot, ProxyNode proxy) =>
        proxy.Interception == InterceptionMode.None
            ? [HttpProxy(snapshot.Options, proxy)]
            : [Capture(snapshot), .. snapshot.Shared.CapturedListeners(proxy)];

    /// <summary>Mode NONE: the application calls through this listener as its HTTP proxy.</summary>
    private static Listener HttpProxy(MeshOptions options, ProxyNode proxy)
    {
        var name = $"{proxy.Address}_{proxy.HttpProxyPort}";
        var listener = Named(name, Pack.Address(proxy.Address, proxy.HttpProxyPort));
        listener.FilterChains.Add(new FilterChain
        {
            Filters =
            {
                HttpConnectionManagers.WithRds(options, $"outbound_{name}", OutboundRoutes.HttpProxy, edge: false),
            },
        });
        return listener;
    }

    /// <summary>
    /// Takes every redirected connection and hands it to the listener of its original destination; what has
    /// none goes where unknown destinations go.
    /// </summary>
    private static Listener Capture(MeshSnapshot snapshot)
    {
        var listener = Named("virtualOutbound", Pack.Address(AnyAddress, CapturePort));
        listener.UseOriginalDst = true;
        listener.ListenerFilters.Add(ListenerFilters.OriginalDestination());
        listener.DefaultFilterChain = new FilterChain
        {
            Name = "virtualOutbound-catchall-tcp",
            Filters =
            {
                TcpProxies.To(
                    snapshot.Options.AllowUnknownDestinations ? ClusterName.Passthrough : ClusterName.BlackHole),
            },
        };
        return listener;
    }

    /// <summary>
    /// The listeners that captured connections are handed to: they are bound to no port of their own.
    /// </summary>
    public static IReadOnlyList<Listener> Captured(MeshSnapshot snapshot, ProxyNode proxy)
    {
        var listeners = new SortedDictionary<string, Listener>(StringComparer.Ordinal);
        var tls = new OutboundTls(snapshot, proxy);
        // HTTP services share a listener on every address; it takes precedence over one that only guesses.
        foreach (var service in snapshot.ServicesVisibleTo(proxy.Namespace))
        {
            foreach (var port in service.Ports)
            {
                if (port.Protocol.IsHttp())
                {
                    AddUnbound(
                        listeners, AnyAddress, port.Number,
                        listener => AddHttp(snapshot.Options, listener, port.Number));
                }
            }
        }
        foreach (var service in snapshot.ServicesVisibleTo(proxy.Namespace))
        {
            foreach (var port in service.Ports)
            {
                if (port.Protocol.IsHttp() || port.Protocol == Protocol.Udp) continue;
                foreach (var address in AddressesOf(snapshot, service, port))
                {
                    AddUnbound(listeners, address, port.Number, listener =>
                    {
                        if (port.Protocol is Protocol.Https or Protocol.Tls)
                        {
                            tls.AddToOwn(listener, service, port);
                            return;
                        }
                        if (port.Protocol == Protocol.Unknown)
                            AddDetectedHttp(snapshot.Options, listener, service, port);
                        AddTcp(listener, snapshot, proxy, service, port);
                    });
                }
            }
        }
        AddToldByServerName(listeners, snapshot, proxy, tls);
        return [.. listeners.Values];
    }

    /// <summary>
    /// Services of TLS without an address share a listener, unless something else has the port on every address.
    /// </summary>
    private static void AddToldByServerName(
        SortedDictionary<string, Listener> listeners, MeshSnapshot snapshot, ProxyNode proxy, OutboundTls tls)
    {
        var shared = new Dictionary<int, Listener>();
        foreach (var service in snapshot.ServicesVisibleTo(proxy.Namespace))
        {
            if (service.VirtualAddresses.Count > 0) continue;
            foreach (var port in service.Ports.Where(port => OutboundTls.IsTold(service, port)))
            {
                if (!shared.ContainsKey(port.Number))
                    AddUnbound(listeners, AnyAddress, port.Number, added => shared[port.Number] = added);
                if (shared.TryGetValue(port.Number, out var listener)) tls.AddToShared(listener, service, port);
            }
        }
    }

    /// <summary>A service that clients resolve to its pods is called at each of their addresses.</summary>
    private static IEnumerable<string> AddressesOf(MeshSnapshot snapshot, MeshService service, MeshServicePort port)
    {
        if (service.IsHeadless)
        {
            return snapshot.EndpointsOf(service, port.Number)
                .Where(endpoint => endpoint.Port == port.Number)
                .Select(endpoint => endpoint.Address)
                .Distinct();
        }
        if (service.VirtualAddresses.Count > 0) return service.VirtualAddresses;
        // Without an address of its own only a byte stream's port tells the service. Many a host is served
        // over TLS on one port, and a DNS alias has whatever port it names: neither may take everything that
        // goes to that port.
        return port.Protocol == Protocol.Tcp && !service.IsKubernetes ? [AnyAddress] : [];
    }

    private static void AddUnbound(
        SortedDictionary<string, Listener> listeners, string address, int port, Action<Listener> addChains)
    {
        // The ports that connections are redirected to are the proxy's own.
        if (port is CapturePort or InboundListeners.CapturePort) return;
        var name = $"{address}_{port}";
        if (listeners.ContainsKey(name)) return;
        var listener = Named(name, Pack.Address(address, port));
        listener.BindToPort = false;
        addChains(listener);
        listeners[name] = listener;
    }

    private static void AddHttp(MeshOptions options, Listener listener, int port) =>
        listener.FilterChains.Add(new FilterChain
        {
            Filters =
            {
                HttpConnectionManagers.WithRds(options, $"outbound_{AnyAddress}_{port}", $"{port}", edge: false),
            },
        });

    private static void AddTcp(
        Listener listener, MeshSnapshot snapshot, ProxyNode proxy, MeshService service, MeshServicePort port) =>
        listener.FilterChains.Add(new FilterChain
        {
            // Beside a chain for detected HTTP, which asks for the transport, no chain is found that does not.
            FilterChainMatch = port.Protocol == Protocol.Unknown
                ? new FilterChainMatch { TransportProtocol = "raw_buffer" }
                : null,
            Filters = { TcpRoutes.Outbound(snapshot, proxy, service, port) },
        });

    /// <summary>Undeclared ports: HTTP if the first bytes look like it, else TCP.</summary>
    private static void AddDetectedHttp(
        MeshOptions options, Listener listener, MeshService service, MeshServicePort port)
    {
        var routeName = $"{service.Host}:{port.Number}";
        var match = new FilterChainMatch { TransportProtocol = "raw_buffer" };
        match.ApplicationProtocols.Add(ListenerFilters.PlainHttp);
        listener.FilterChains.Add(new FilterChain
        {
            FilterChainMatch = match,
            Filters = { HttpConnectionManagers.WithRds(options, $"outbound_{routeName}", routeName, edge: false) },
        });
        ListenerFilters.AddHttpInspector(listener, options.ProtocolDetectionTimeout);
    }

    private static Listener Named(string name, Address address) => new()
    {
        Name = name,
        Address = address,
        TrafficDirection = TrafficDirection.Outbound,
    };
}
