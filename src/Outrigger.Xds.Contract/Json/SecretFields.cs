namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// The fields that hold secrets: those that upstream's files mark with <c>udpa.annotations.sensitive</c>. Each is
/// a <c>envoy.config.core.v3.DataSource</c>, of which a file's name and a variable's name may be shown.
/// </summary>
internal static class SecretFields
{
    /// <summary>What stands in the place of a secret, as in Envoy.</summary>
    public const string Replacement = "[redacted]";

    /// <summary>The number of <c>DataSource.inline_bytes</c>.</summary>
    public const int InlineBytesNumber = 2;

    /// <summary>The number of <c>DataSource.inline_string</c>.</summary>
    public const int InlineStringNumber = 3;

    private const string Package = "envoy.extensions.transport_sockets.tls.v3.";

    /// <summary>Whether a field of a message holds a secret.</summary>
    public static bool Contains(string message, string field) => (message, field) switch
    {
        (Package + "TlsCertificate", "private_key" or "password" or "pkcs12") => true,
        (Package + "TlsSessionTicketKeys", "keys") => true,
        (Package + "GenericSecret", "secret") => true,
        _ => false,
    };
}
