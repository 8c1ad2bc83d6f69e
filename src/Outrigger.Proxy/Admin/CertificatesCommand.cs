using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Identity;
using Outrigger.Proxy.Tls;

namespace Outrigger.Proxy.Admin;

/// <summary>
/// <c>/certs</c>: the certificates and roots in use, in the form of <c>envoy.admin.v3.Certificates</c>, with the
/// workload's own first. Keys are not shown.
/// </summary>
internal sealed class CertificatesCommand(
    TlsContextKeeper contexts, WorkloadIdentity? identity, TimeProvider time)
{
    /// <summary>The command.</summary>
    public AdminCommand Command => new(
        "/certs", "print certs on machine", IsMutation: false, _ => AdminResponse.OfJson(Write()));

    private string Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray("certificates");
            if (identity is not null)
            {
                Write(json, identity.SpiffeId, identity.Roots?.Certificates ?? [], ChainOf(identity));
            }

            foreach ((string name, TlsContextHolder holder) in contexts.Contexts)
            {
                WriteContext(json, name, holder);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static IReadOnlyList<TlsPeerCertificate> ChainOf(WorkloadIdentity identity) =>
        identity.Certificate is { } certificate
            ? TlsPeerCertificate.ReadPem(certificate.ChainPem, "the certificate chain")
            : [];

    private void WriteContext(Utf8JsonWriter json, string name, TlsContextHolder holder)
    {
        if (holder.Acquire() is not { } context)
        {
            return;
        }

        try
        {
            Write(
                json, name,
                context.RootsPem.IsEmpty ? [] : TlsPeerCertificate.ReadPem(context.RootsPem.Span, "the roots"),
                [
                    .. context.CertificateChainsPem.SelectMany(
                        chain => TlsPeerCertificate.ReadPem(chain.Span, "the certificate chain")),
                ]);
        }
        finally
        {
            context.Release();
        }
    }

    private void Write(
        Utf8JsonWriter json,
        string name,
        IReadOnlyList<TlsPeerCertificate> roots,
        IReadOnlyList<TlsPeerCertificate> chain)
    {
        json.WriteStartObject();
        // Not in Envoy's message: what the certificates are for.
        json.WriteString("used_by", name);
        WriteAll(json, "ca_cert", roots);
        WriteAll(json, "cert_chain", chain);
        json.WriteEndObject();
    }

    private void WriteAll(Utf8JsonWriter json, string field, IReadOnlyList<TlsPeerCertificate> certificates)
    {
        json.WriteStartArray(field);
        foreach (TlsPeerCertificate certificate in certificates)
        {
            json.WriteStartObject();
            json.WriteString("subject", certificate.Subject);
            json.WriteString("issuer", certificate.Issuer);
            json.WriteString("serial_number", certificate.SerialNumber);
            json.WriteStartArray("subject_alt_names");
            WriteNames(json, "uri", certificate.UriNames);
            WriteNames(json, "dns", certificate.DnsNames);
            WriteNames(json, "ip_address", certificate.IpNames);
            json.WriteEndArray();
            TimeSpan left = certificate.NotAfter - time.GetUtcNow();
            long days = Math.Max(0, (long)left.TotalDays);
            json.WriteString("days_until_expiration", days.ToString(CultureInfo.InvariantCulture));
            json.WriteNumber("seconds_until_expiration", Math.Max(0, (long)left.TotalSeconds));
            json.WriteString("valid_from", TextOf(certificate.NotBefore));
            json.WriteString("expiration_time", TextOf(certificate.NotAfter));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNames(Utf8JsonWriter json, string kind, IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            json.WriteStartObject();
            json.WriteString(kind, name);
            json.WriteEndObject();
        }
    }

    private static string TextOf(DateTimeOffset moment) =>
        moment.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
