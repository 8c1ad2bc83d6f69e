using Outrigger.Net.Tls;

namespace Outrigger.Proxy.Http.Filters.ExternalAuthorization;

/// <summary>Who a peer is by its certificate, in the order in which Envoy looks.</summary>
internal static class PeerPrincipal
{
    /// <summary>The first URI, else the first DNS name, else the subject.</summary>
    /// <param name="certificate">The certificate.</param>
    public static string Of(TlsPeerCertificate certificate)
    {
        if (certificate.UriNames is [var uri, ..])
            return uri;
        return certificate.DnsNames is [var name, ..] ? name : certificate.Subject;
    }
}
