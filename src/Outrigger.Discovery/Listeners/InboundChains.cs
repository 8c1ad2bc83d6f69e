using Envoy.Config.Listener.V3;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Routes;
using Outrigger.Discovery.Transport;

namespace Outrigger.Discovery.Listeners;

/// <summary>
/// The filter chains of one inbound port. A chain is chosen by destination port, transport and application protocol, in
/// this order and with no way back, so every combination that is let in has a chain of its own, and what has none is
/// closed: that is how clear text is refused.
/// </summary>
/// <param name="options">What the whole mesh has in common.</param>
/// <param name="filters">What security policies put before all other filters.</param>
/// <param name="isByPort">Whether chains of several ports share the listener.</param>
internal sealed class InboundChains(MeshOptions options, SecurityFilters filters, bool isByPort)
{
    private const string Tls = "tls";
    private const string Raw = "raw_buffer";

    /// <summary>The chains of a port that some service has.</summary>
    public IEnumerable<FilterChain> Of(InboundPort port, InboundSecurity security)
    {
        var name = $"0.0.0.0_{port.TargetPort}";
        var bytes = TcpProxies.To(ClusterName.Inbound(port.TargetPort));
        if (port.Protocol.IsHttp()) return OfHttp(name, Http(port), port.TargetPort, security);
        return port.Protocol == Protocol.Unknown
            ? OfDetected(name, Http(port), bytes, port.TargetPort, security)
            : OfBytes($"{name}_tcp", bytes, port.TargetPort, security);
    }

    /// <summary>The chains of ports that no service has: a port with a demand of its own, or all others.</summary>
    /// <param name="name">The beginning of their names.</param>
    /// <param name="port">The port, or null for all others.</param>
    /// <param name="security">What they take.</param>
    public IEnumerable<FilterChain> OfPassthrough(string name, int? port, InboundSecurity security) =>
        OfBytes(name, TcpProxies.To(ClusterName.InboundPassthrough), port, security);

    private Filter Http(InboundPort port) => HttpConnectionManagers.WithRoutes(
        options,
        $"inbound_0.0.0.0_{port.TargetPort}",
        InboundRoutes.Generate(port),
        bridgesGrpcWeb: port.Protocol == Protocol.GrpcWeb,
        filters);

    private IEnumerable<FilterChain> OfHttp(string name, Filter http, int port, InboundSecurity security)
    {
        if (security.TakesMutualTls)
            yield return Mutual(name, http, port, security.TakesOthers ? ApplicationProtocols.Mesh : []);
        if (security.TakesOthers) yield return Chain(name, http, port, security.TakesMutualTls ? Raw : "", []);
    }

    private IEnumerable<FilterChain> OfBytes(string name, Filter bytes, int? port, InboundSecurity security)
    {
        if (security.TakesMutualTls)
            yield return Mutual(name, bytes, port, security.TakesOthers ? ApplicationProtocols.Mesh : []);
        if (!security.TakesOthers) yield break;
        if (security.TakesMutualTls) yield return Chain($"{name}_tls", bytes, port, Tls, []);
        yield return Chain(name, bytes, port, security.TakesMutualTls ? Raw : "", []);
    }

    /// <summary>What a peer of the mesh sends, its application protocol tells; of others the first bytes do.</summary>
    private IEnumerable<FilterChain> OfDetected(
        string name, Filter http, Filter bytes, int port, InboundSecurity security)
    {
        var tcpName = $"{name}_tcp";
        if (security.TakesMutualTls)
        {
            yield return Mutual(name, http, port, ApplicationProtocols.MeshHttp);
            yield return Mutual(tcpName, bytes, port, security.TakesOthers ? ApplicationProtocols.MeshBytes : []);
        }
        if (!security.TakesOthers) yield break;
        yield return Chain(name, http, port, Raw, ListenerFilters.PlainHttp);
        if (security.TakesMutualTls) yield return Chain($"{tcpName}_tls", bytes, port, Tls, []);
        yield return Chain(tcpName, bytes, port, Raw, []);
    }

    private FilterChain Mutual(string name, Filter filter, int? port, IReadOnlyList<string> protocols)
    {
        var chain = Chain($"{name}_mtls", filter, port, Tls, protocols);
        // Peers of the mesh tell each other who they are: in headers, or ahead of bytes.
        var exchangesMetadata = filter.Name != HttpConnectionManagers.FilterName;
        if (exchangesMetadata) chain.Filters.Insert(0, PeerMetadataFilters.OfBytes());
        chain.TransportSocket = InboundTls.Socket(options, exchangesMetadata: exchangesMetadata);
        return chain;
    }

    private FilterChain Chain(
        string name, Filter filter, int? port, string transport, IReadOnlyList<string> protocols)
    {
        var chain = new FilterChain { Name = name, Filters = { filter } };
        filters.Guard(chain);
        var isForPort = isByPort && port is not null;
        if (!isForPort && transport.Length == 0) return chain;
        chain.FilterChainMatch = new FilterChainMatch { TransportProtocol = transport };
        if (isForPort) chain.FilterChainMatch.DestinationPort = (uint)port!.Value;
        chain.FilterChainMatch.ApplicationProtocols.Add(protocols);
        return chain;
    }
}
