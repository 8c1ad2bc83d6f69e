using Outrigger.Net.Tls;

namespace Outrigger.Proxy.Model;

/// <summary>TLS with the clients of one filter chain.</summary>
/// <param name="Contexts">
/// The place of OpenSSL's context. It is empty until all secrets have come: connections are closed meanwhile.
/// </param>
internal sealed record DownstreamTlsModel(TlsContextHolder Contexts);
