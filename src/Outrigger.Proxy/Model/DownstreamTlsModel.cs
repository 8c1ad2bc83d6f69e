using Outrigger.Net.Tls;
using Outrigger.Proxy.Tls;

namespace Outrigger.Proxy.Model;

/// <summary>TLS with the clients of one filter chain.</summary>
/// <param name="Contexts">
/// The place of OpenSSL's context. It is empty until all secrets have come: connections are closed meanwhile.
/// </param>
/// <param name="AwaitedSecrets">The secrets without which there is no context.</param>
internal sealed record DownstreamTlsModel(
    TlsContextHolder Contexts, IReadOnlyList<AwaitedSecret> AwaitedSecrets) : ITlsModel;

/// <summary>TLS of a listener or a cluster, which can begin once its secrets have come.</summary>
internal interface ITlsModel
{
    /// <summary>The place of OpenSSL's context.</summary>
    TlsContextHolder Contexts { get; }

    /// <summary>The secrets without which there is no context.</summary>
    IReadOnlyList<AwaitedSecret> AwaitedSecrets { get; }
}
