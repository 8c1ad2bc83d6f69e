namespace Outrigger.Proxy.ProxyProtocol;

/// <summary>What came of looking for a PROXY protocol header.</summary>
internal enum ProxyHeaderStatus : byte
{
    /// <summary>The beginning of one, so far; more must be received.</summary>
    NeedMoreData,

    /// <summary>All of one.</summary>
    Complete,

    /// <summary>The connection begins with something else.</summary>
    Absent,

    /// <summary>One that breaks the rules, or speaks of what cannot be.</summary>
    Malformed,
}

/// <summary>The forms of the header.</summary>
internal enum ProxyHeaderVersion : byte
{
    /// <summary>One line of text.</summary>
    V1,

    /// <summary>Binary, with room for entries of any kind.</summary>
    V2,
}

/// <summary>
/// A header that was read: whom the connection is for, in the words of a proxy before this one. Follows
/// "The PROXY protocol, versions 1 and 2" of the HAProxy project.
/// </summary>
internal readonly ref struct ProxyHeader
{
    /// <summary>The form it came in.</summary>
    public ProxyHeaderVersion Version { get; init; }

    /// <summary>Bytes from the first of the connection to the last of the header.</summary>
    public required int Length { get; init; }

    /// <summary>
    /// Whether the header tells addresses. Without, the connection is the proxy's own (a health check), or
    /// the proxy does not know; then the socket's addresses hold.
    /// </summary>
    public bool HasAddresses { get; init; }

    /// <summary>The client; null for an unnamed Unix socket, and without addresses.</summary>
    public NetworkAddress? Source { get; init; }

    /// <summary>Where the client was headed; null for an unnamed Unix socket, and without addresses.</summary>
    public NetworkAddress? Destination { get; init; }

    /// <summary>The entries behind the addresses, as <see cref="ProxyEntries"/> reads them.</summary>
    public ReadOnlySpan<byte> Entries { get; init; }
}
