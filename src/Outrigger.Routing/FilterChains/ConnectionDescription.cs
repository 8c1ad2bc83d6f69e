namespace Outrigger.Routing.FilterChains;

/// <summary>
/// What is known of a connection when its filter chain is chosen, after the listener filters ran.
/// </summary>
public readonly ref struct ConnectionDescription
{
    /// <summary>
    /// The address that the client wanted to reach: the original one where it was redirected.
    /// </summary>
    public AddressValue DestinationAddress { get; init; }

    /// <summary>The port that the client wanted to reach; 0 when there is none.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>The client's address, as the PROXY protocol may have told it.</summary>
    public AddressValue SourceAddress { get; init; }

    /// <summary>The client's port; 0 when there is none.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>The address of the connection's peer.</summary>
    public AddressValue DirectSourceAddress { get; init; }

    /// <summary>The server name of the TLS client hello; empty for none.</summary>
    public ReadOnlySpan<byte> ServerName { get; init; }

    /// <summary><c>tls</c> or <c>raw_buffer</c>, as the TLS inspector found; empty without one.</summary>
    public ReadOnlySpan<byte> TransportProtocol { get; init; }

    /// <summary>
    /// The protocols that the client offers, most wanted first, as in the ALPN extension (RFC 7301): a byte
    /// of length before each name. The HTTP inspector gives one, such as <c>http/1.1</c>.
    /// </summary>
    public ReadOnlySpan<byte> ApplicationProtocols { get; init; }
}
