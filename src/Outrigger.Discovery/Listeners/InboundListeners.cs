using Envoy.Config.Core.V3;
using Envoy.Config.Listener.V3;
using Outrigger.Discovery.Generation;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Security;

namespace Outrigger.Discovery.Listeners;

/// <summary>The listeners of a sidecar's inbound side.</summary>
internal static class InboundListeners
{
    /// <summary>The port to which iptables redirects connections that come into the workload.</summary>
    public const int CapturePort = 15006;

    private const string CatchAll = "virtualInbound-catchall-tcp";

    public static IEnumerable<Listener> Generate(MeshSnapshot snapshot, ProxyNode proxy)
    {
        var ports = InboundPorts.Of(snapshot, proxy);
        var policy = snapshot.PeerAuthentications.For(proxy.Namespace, proxy.Labels);
        var filters = SecurityFilters.Of(snapshot, proxy);
        return proxy.Interception == InterceptionMode.None
            ? ports.Where(port => port.TargetPort != proxy.HttpProxyPort)
                .Select(port => OnOwnAddress(snapshot.Options, proxy, port, policy, filters))
            : [Capture(snapshot.Options, proxy, ports, policy, filters)];
    }

    /// <summary>
    /// Mode NONE: the sidecar listens on the workload's address in the application's place.
    /// </summary>
    private static Listener OnOwnAddress(
        MeshOptions options, ProxyNode proxy, InboundPort port, MutualTlsPolicy policy, SecurityFilters filters)
    {
        var security = InboundSecurity.Of(policy, port.TargetPort, proxy);
        var listener = new Listener
        {
            Name = $"{proxy.Address}_{port.TargetPort}",
            Address = Pack.Address(proxy.Address, port.TargetPort),
            TrafficDirection = TrafficDirection.Inbound,
            FilterChains = { new InboundChains(options, filters, isByPort: false).Of(port, security) },
        };
        if (security.TakesMutualTls) ListenerFilters.AddTlsInspector(listener, options.ProtocolDetectionTimeout);
        if (IsDetected(port, security)) ListenerFilters.AddHttpInspector(listener, options.ProtocolDetectionTimeout);
        return listener;
    }

    /// <summary>
    /// One listener takes every redirected connection and tells them apart by their original port. It has no default
    /// chain: that would let in what a port's own chains refuse.
    /// </summary>
    private static Listener Capture(
        MeshOptions options,
        ProxyNode proxy,
        IReadOnlyList<InboundPort> ports,
        MutualTlsPolicy policy,
        SecurityFilters filters)
    {
        var listener = new Listener
        {
            Name = "virtualInbound",
            Address = Pack.Address("0.0.0.0", CapturePort),
            TrafficDirection = TrafficDirection.Inbound,
            UseOriginalDst = false,
        };
        listener.ListenerFilters.Add(ListenerFilters.OriginalDestination());
        var chains = new InboundChains(options, filters, isByPort: true);
        var securities = new SortedDictionary<int, InboundSecurity>();
        foreach (var port in ports)
        {
            securities[port.TargetPort] = InboundSecurity.Of(policy, port.TargetPort, proxy);
            listener.FilterChains.Add(chains.Of(port, securities[port.TargetPort]));
        }
        foreach (var port in policy.Ports.Keys.Where(port => !securities.ContainsKey(port)))
        {
            securities[port] = InboundSecurity.Of(policy, port, proxy);
            listener.FilterChains.Add(chains.OfPassthrough($"{CatchAll}_{port}", port, securities[port]));
        }
        var others = InboundSecurity.OfOtherPorts(policy, proxy);
        listener.FilterChains.Add(chains.OfPassthrough(CatchAll, port: null, others));

        AddTlsInspector(listener, options, securities, others);
        var detected = ports.Where(port => IsDetected(port, securities[port.TargetPort]))
            .Select(port => port.TargetPort).ToList();
        if (detected.Count == 0) return listener;
        ListenerFilters.AddHttpInspector(listener, options.ProtocolDetectionTimeout);
        ListenerFilters.LookOnlyAt(listener, ListenerFilters.HttpInspectorName, detected);
        return listener;
    }

    /// <summary>
    /// Connections to ports where TLS makes no difference are not looked at: their servers may speak first.
    /// </summary>
    private static void AddTlsInspector(
        Listener listener, MeshOptions options, SortedDictionary<int, InboundSecurity> ports, InboundSecurity others)
    {
        var looked = ports.Where(port => port.Value.TakesMutualTls).Select(port => port.Key).ToList();
        if (looked.Count == 0 && !others.TakesMutualTls) return;
        ListenerFilters.AddTlsInspector(listener, options.ProtocolDetectionTimeout);
        if (!others.TakesMutualTls)
        {
            ListenerFilters.LookOnlyAt(listener, ListenerFilters.TlsInspectorName, looked);
            return;
        }
        var spared = ports.Where(port => !port.Value.TakesMutualTls).Select(port => port.Key).ToList();
        if (spared.Count > 0) ListenerFilters.LookPast(listener, ListenerFilters.TlsInspectorName, spared);
    }

    private static bool IsDetected(InboundPort port, InboundSecurity security) =>
        port.Protocol == Protocol.Unknown && security.TakesOthers;
}
