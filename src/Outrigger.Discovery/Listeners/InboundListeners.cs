using Envoy.Config.Core.V3;
using Envoy.Config.Listener.V3;
using Outrigger.Discovery.Generation;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Routes;

namespace Outrigger.Discovery.Listeners;

/// <summary>The listeners of a sidecar's inbound side.</summary>
internal static class InboundListeners
{
    /// <summary>The port to which iptables redirects connections that come into the workload.</summary>
    public const int CapturePort = 15006;

    public static IEnumerable<Listener> Generate(MeshSnapshot snapshot, ProxyNode proxy)
    {
        var ports = InboundPorts.Of(snapshot, proxy);
        return proxy.Interception == InterceptionMode.None
            ? ports.Where(port => port.TargetPort != proxy.HttpProxyPort)
                .Select(port => OnOwnAddress(snapshot.Options, proxy, port))
            : [Capture(snapshot.Options, ports)];
    }

    /// <summary>
    /// Mode NONE: the sidecar listens on the workload's address in the application's place.
    /// </summary>
    private static Listener OnOwnAddress(MeshOptions options, ProxyNode proxy, InboundPort port)
    {
        var listener = new Listener
        {
            Name = $"{proxy.Address}_{port.TargetPort}",
            Address = Pack.Address(proxy.Address, port.TargetPort),
            TrafficDirection = TrafficDirection.Inbound,
        };
        AddChains(options, listener, port, byPort: false);
        return listener;
    }

    /// <summary>
    /// One listener takes every redirected connection and tells them apart by their original port.
    /// </summary>
    private static Listener Capture(MeshOptions options, IReadOnlyList<InboundPort> ports)
    {
        var listener = new Listener
        {
            Name = "virtualInbound",
            Address = Pack.Address("0.0.0.0", CapturePort),
            TrafficDirection = TrafficDirection.Inbound,
            UseOriginalDst = false,
        };
        listener.ListenerFilters.Add(ListenerFilters.OriginalDestination());
        foreach (var port in ports) AddChains(options, listener, port, byPort: true);
        ListenerFilters.InspectOnly(
            listener, [.. ports.Where(port => port.Protocol == Protocol.Unknown).Select(port => port.TargetPort)]);
        listener.DefaultFilterChain = new FilterChain
        {
            Name = "virtualInbound-catchall-tcp",
            Filters = { TcpProxies.To(ClusterName.InboundPassthrough) },
        };
        return listener;
    }

    private static void AddChains(MeshOptions options, Listener listener, InboundPort port, bool byPort)
    {
        var isDetected = port.Protocol == Protocol.Unknown;
        if (isDetected || port.Protocol.IsHttp())
        {
            var http = Chain(port, byPort, $"0.0.0.0_{port.TargetPort}");
            http.Filters.Add(HttpConnectionManagers.WithRoutes(
                $"inbound_0.0.0.0_{port.TargetPort}",
                InboundRoutes.Generate(port),
                bridgesGrpcWeb: port.Protocol == Protocol.GrpcWeb));
            if (isDetected) MatchDetectedHttp(options, listener, http);
            listener.FilterChains.Add(http);
        }
        if (isDetected || !port.Protocol.IsHttp())
        {
            var tcp = Chain(port, byPort, $"0.0.0.0_{port.TargetPort}_tcp");
            tcp.Filters.Add(TcpProxies.To(ClusterName.Inbound(port.TargetPort)));
            listener.FilterChains.Add(tcp);
        }
    }

    private static FilterChain Chain(InboundPort port, bool byPort, string name) => new()
    {
        Name = name,
        FilterChainMatch = byPort ? new FilterChainMatch { DestinationPort = (uint)port.TargetPort } : null,
    };

    private static void MatchDetectedHttp(MeshOptions options, Listener listener, FilterChain chain)
    {
        chain.FilterChainMatch ??= new FilterChainMatch();
        chain.FilterChainMatch.TransportProtocol = "raw_buffer";
        chain.FilterChainMatch.ApplicationProtocols.Add(ListenerFilters.PlainHttp);
        ListenerFilters.AddHttpInspector(listener, options.ProtocolDetectionTimeout);
    }
}
