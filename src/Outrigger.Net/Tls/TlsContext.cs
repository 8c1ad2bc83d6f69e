using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>
/// Everything that connections of one configuration share: certificates, trust, ciphers, ticket keys.
/// Immutable, made on a control thread and used by all workers. It counts who uses it and is freed with the
/// last.
/// </summary>
public sealed class TlsContext
{
    private readonly TlsOptions _options;
    private readonly ServerCertificates? _certificates;
    private int _references = 1;
    private nint _handle;

    internal TlsContext(nint handle, TlsOptions options, ServerCertificates? certificates, byte[] protocols)
    {
        _handle = handle;
        _options = options;
        _certificates = certificates;
        ApplicationProtocols = protocols;
        if (options is TlsClientOptions { SessionsMax: > 0 } client)
            Sessions = new TlsSessionCache(client.SessionsMax);
    }

    /// <summary>Whether it is a server's context.</summary>
    public bool IsServer => _options is TlsServerOptions;

    /// <summary>The chains of our own certificates in PEM; without their keys.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> CertificateChainsPem =>
        _options.Certificates.Select(certificate => certificate.ChainPem);

    /// <summary>The roots by which the peer is judged, in PEM; empty for the system's, and for none.</summary>
    public ReadOnlyMemory<byte> RootsPem => _options.Verification?.RootsPem ?? default;

    /// <summary>OpenSSL's own object.</summary>
    internal nint Handle => _handle;

    /// <summary>How the peer's certificate is judged; null for not at all.</summary>
    internal TlsVerification? Verification => _options.Verification;

    /// <summary>The application protocols, each after a byte of its length; empty for none.</summary>
    internal ReadOnlyMemory<byte> ApplicationProtocols { get; }

    /// <summary>The server name a client asks for; empty for none.</summary>
    internal string ServerName => (_options as TlsClientOptions)?.ServerName ?? "";

    /// <summary>A client's sessions; null when it keeps none.</summary>
    internal TlsSessionCache? Sessions { get; }

    /// <summary>A server's ticket keys; null for no tickets.</summary>
    internal TlsTicketKeys? TicketKeys => (_options as TlsServerOptions)?.TicketKeys;

    /// <summary>A server's certificates; null for a client.</summary>
    internal ServerCertificates? Certificates => _certificates;

    /// <summary>What an OCSP answer that is missing or too old means.</summary>
    internal OcspStaplePolicy OcspStaplePolicy => (_options as TlsServerOptions)?.OcspStaplePolicy ?? default;

    /// <summary>Where secrets are written; null for nowhere.</summary>
    internal TlsKeyLog? KeyLog => _options.KeyLog;

    /// <summary>The clock.</summary>
    internal TimeProvider Time => _options.TimeProvider;

    /// <summary>Makes a server's context.</summary>
    /// <param name="options">The configuration.</param>
    /// <exception cref="TlsConfigurationException">The options cannot be used, or OpenSSL is missing.</exception>
    public static TlsContext CreateServer(TlsServerOptions options) => TlsContextBuilder.Build(options);

    /// <summary>Makes a client's context.</summary>
    /// <param name="options">The configuration.</param>
    /// <exception cref="TlsConfigurationException">The options cannot be used, or OpenSSL is missing.</exception>
    public static TlsContext CreateClient(TlsClientOptions options) => TlsContextBuilder.Build(options);

    /// <summary>Takes a reference more; a connection needs one of its own. Safe for any thread.</summary>
    /// <returns>Whether the context still lives.</returns>
    public bool TryAddReference()
    {
        var count = Volatile.Read(ref _references);
        while (count > 0)
        {
            var seen = Interlocked.CompareExchange(ref _references, count + 1, count);
            if (seen == count)
                return true;
            count = seen;
        }

        return false;
    }

    /// <summary>Gives a reference back; the last one frees the context. Safe for any thread.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) != 0)
            return;
        Sessions?.Dispose();
        LibSsl.ContextFree(Interlocked.Exchange(ref _handle, 0));
        _certificates?.Dispose();
    }
}
