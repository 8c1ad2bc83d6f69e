using Outrigger.Proxy.ProxyProtocol;

namespace Outrigger.Proxy.Model;

/// <summary>
/// The PROXY protocol header that each connection to a cluster's endpoints begins with. Follows
/// <c>envoy.config.core.v3.ProxyProtocolConfig</c>.
/// </summary>
/// <param name="Version">The form.</param>
/// <param name="PassedEntries">
/// Which entries of the client's own header are passed on, of those that its listener kept.
/// </param>
internal sealed record UpstreamProxyProtocolModel(
    ProxyHeaderVersion Version, ProxyEntrySelection PassedEntries);
