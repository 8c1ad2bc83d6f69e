using Outrigger.Routing.FilterChains;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Authorization;

/// <summary>What a decision may look at beside the request itself.</summary>
public readonly ref struct AuthorizationInput
{
    private static readonly DynamicMetadata s_noMetadata = new();

    private readonly DynamicMetadata? _metadata;

    /// <summary>The address that the client wanted to reach.</summary>
    public AddressValue DestinationAddress { get; init; }

    /// <summary>The port that the client wanted to reach; 0 when there is none.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>The client's address, as a PROXY protocol header may have told it (<c>source_ip</c>).</summary>
    public AddressValue SourceAddress { get; init; }

    /// <summary>The address of the connection's peer, whatever it says of itself (<c>direct_remote_ip</c>).</summary>
    public AddressValue DirectRemoteAddress { get; init; }

    /// <summary>
    /// The client's address, as the PROXY protocol or trusted forwarding headers told it (<c>remote_ip</c>).
    /// </summary>
    public AddressValue RemoteAddress { get; init; }

    /// <summary>The server name of the TLS client hello; empty for none.</summary>
    public ReadOnlySpan<byte> RequestedServerName { get; init; }

    /// <summary>The names of the peer; null when the connection is not over TLS.</summary>
    public PeerNames? Peer { get; init; }

    /// <summary>What filters before this one noted.</summary>
    public DynamicMetadata Metadata
    {
        get => _metadata ?? s_noMetadata;
        init => _metadata = value;
    }
}
