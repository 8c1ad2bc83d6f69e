using Outrigger.Net.Tls;
using Outrigger.Routing.Mutations;

namespace Outrigger.Proxy.Http;

/// <summary>The variables of header values that tell of TLS with the client.</summary>
internal static class TlsFormat
{
    /// <summary>A variable's value; empty when there is none.</summary>
    /// <param name="tls">The connection.</param>
    /// <param name="variable">The variable.</param>
    public static string Of(TlsConnection tls, FormatVariable variable) => variable switch
    {
        FormatVariable.RequestedServerName => tls.ServerName,
        FormatVariable.DownstreamTlsVersion => tls.Version,
        FormatVariable.DownstreamTlsCipher => tls.CipherSuite,
        FormatVariable.DownstreamTransportFailureReason => tls.FailureText,
        _ => tls.PeerCertificate is { } certificate ? Of(certificate, variable) : "",
    };

    private static string Of(TlsPeerCertificate certificate, FormatVariable variable) => variable switch
    {
        FormatVariable.DownstreamPeerSubject => certificate.Subject,
        FormatVariable.DownstreamPeerIssuer => certificate.Issuer,
        FormatVariable.DownstreamPeerSerial => certificate.SerialNumber,
        FormatVariable.DownstreamPeerFingerprint256 => certificate.Sha256Fingerprint,
        FormatVariable.DownstreamPeerFingerprint1 => certificate.Sha1Fingerprint,
        FormatVariable.DownstreamPeerUriSan => string.Join(',', certificate.UriNames),
        FormatVariable.DownstreamPeerDnsSan => string.Join(',', certificate.DnsNames),
        _ => "",
    };
}
