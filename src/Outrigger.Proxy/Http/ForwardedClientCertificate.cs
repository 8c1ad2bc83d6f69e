using System.Text;
using Outrigger.Http;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Http;

/// <summary>
/// What becomes of <c>x-forwarded-client-cert</c>, which says whose certificate the proxies before us have
/// seen. Follows Envoy's documentation of that header.
/// </summary>
internal static class ForwardedClientCertificate
{
    /// <summary>Removes, keeps, extends or replaces the header of a request.</summary>
    /// <param name="connection">The connection it came on.</param>
    /// <param name="headers">The request's headers.</param>
    public static void Prepare(ServerConnection connection, HeaderMap headers)
    {
        var mode = connection.Model.ForwardClientCertificate;
        if (mode == ForwardClientCertificateMode.AlwaysForwardOnly)
            return;
        // Without mutual TLS on this connection nobody vouches for what the header says.
        var isVouchedFor = connection.Client.Tls is { HasPeerCertificate: true };
        if (mode == ForwardClientCertificateMode.Sanitize || !isVouchedFor)
            headers.Remove(KnownHeader.XForwardedClientCert);
        else if (mode == ForwardClientCertificateMode.AppendForward)
            headers.TryAppend(KnownHeader.XForwardedClientCert, connection.ClientCertificateText);
        else if (mode == ForwardClientCertificateMode.SanitizeSet)
            headers.TrySet(KnownHeader.XForwardedClientCert, connection.ClientCertificateText);
    }

    /// <summary>The element that stands for a client's certificate; empty when it showed none.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="details">What it tells beside the digest.</param>
    public static byte[] Describe(DownstreamConnection client, ClientCertificateDetails details)
    {
        if (client.Tls is not { PeerCertificate: { } certificate } tls)
            return [];
        var parts = new List<string>();
        parts.AddRange(tls.LocalUriNames.Select(name => $"By={name}"));
        parts.Add($"Hash={certificate.Sha256Fingerprint}");
        if ((details & ClientCertificateDetails.Certificate) != 0)
            parts.Add($"Cert=\"{Uri.EscapeDataString(certificate.Pem)}\"");
        if ((details & ClientCertificateDetails.Chain) != 0)
            parts.Add($"Chain=\"{Uri.EscapeDataString(certificate.ChainPem)}\"");
        if ((details & ClientCertificateDetails.Subject) != 0)
            parts.Add($"Subject=\"{Quote(certificate.Subject)}\"");
        if ((details & ClientCertificateDetails.Uri) != 0)
            AddNames(parts, "URI", certificate.UriNames);
        if ((details & ClientCertificateDetails.Dns) != 0)
            AddNames(parts, "DNS", certificate.DnsNames);
        return Encoding.ASCII.GetBytes(Printable(string.Join(';', parts)));
    }

    // A name with a separator in it must not pass for two elements.
    private static void AddNames(List<string> parts, string key, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            parts.Add($"{key}=");
        foreach (var name in names)
            parts.Add(name.AsSpan().IndexOfAny(",;=\"\\") < 0 ? $"{key}={name}" : $"{key}=\"{Quote(name)}\"");
    }

    private static string Quote(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Printable(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (var index = 0; index < target.Length; index++)
            target[index] = source[index] is >= ' ' and <= '~' ? source[index] : '?';
    });
}
