using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Protobuf;
using Outrigger.Proxy.Stats;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.PeerMetadata;

/// <summary>
/// How two proxies tell each other who they are on a connection of bytes: where TLS has agreed on the protocol for
/// it, each sends a magic number, a length and a message ahead of all else. Follows Istio's
/// <c>envoy.tcp.metadataexchange.config.MetadataExchange</c>. Immutable.
/// </summary>
internal sealed class PeerExchangeModel
{
    /// <summary>What stands before the message: the magic number and the length.</summary>
    public const int HeaderBytes = 8;

    private const uint Magic = 0x3D230467;
    private const string StructUrl = "type.googleapis.com/google.protobuf.Struct";
    private const string ValueKey = "x-envoy-peer-metadata";
    private const string IdKey = "x-envoy-peer-metadata-id";

    private readonly byte[] _protocol;

    /// <summary>Makes the model.</summary>
    /// <param name="protocol">The protocol that TLS must have agreed on (ALPN).</param>
    /// <param name="local">This proxy's own workload.</param>
    /// <param name="registry">Where is counted.</param>
    public PeerExchangeModel(string protocol, LocalWorkload local, StatsRegistry registry)
    {
        _protocol = Encoding.ASCII.GetBytes(protocol);
        Message = Encode(local);
        Found = registry.Counter("metadata_exchange.alpn_protocol_found");
        NotFound = registry.Counter("metadata_exchange.alpn_protocol_not_found");
        HeaderNotFound = registry.Counter("metadata_exchange.initial_header_not_found");
        MessageNotFound = registry.Counter("metadata_exchange.header_not_found");
        Added = registry.Counter("metadata_exchange.metadata_added");
    }

    /// <summary>What this proxy sends.</summary>
    public ReadOnlyMemory<byte> Message { get; }

    /// <summary>Connections that exchange.</summary>
    public SharedStat Found { get; }

    /// <summary>Connections that do not, since their peer does not know how.</summary>
    public SharedStat NotFound { get; }

    /// <summary>Peers that agreed and then sent something else.</summary>
    public SharedStat HeaderNotFound { get; }

    /// <summary>Peers that sent a message that is none.</summary>
    public SharedStat MessageNotFound { get; }

    /// <summary>Messages that were sent.</summary>
    public SharedStat Added { get; }

    /// <summary>Whether a connection exchanges; counts it.</summary>
    /// <param name="negotiated">What TLS has agreed on; empty for nothing.</param>
    public bool IsFor(ReadOnlySpan<byte> negotiated)
    {
        var isFor = negotiated.SequenceEqual(_protocol);
        (isFor ? Found : NotFound).Add();
        return isFor;
    }

    /// <summary>Reads what stands before a message; -1 when it is something else.</summary>
    /// <param name="header">The first <see cref="HeaderBytes"/> bytes.</param>
    /// <returns>The message's length.</returns>
    public static long ReadLength(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt32BigEndian(header) == Magic
            ? BinaryPrimitives.ReadUInt32BigEndian(header[4..])
            : -1;

    /// <summary>Reads a message; null when it is none.</summary>
    /// <param name="message">The message.</param>
    public static WorkloadMetadata? Decode(ReadOnlySpan<byte> message)
    {
        try
        {
            var told = Struct.Parser.ParseFrom(Any.Parser.ParseFrom(message).Value);
            return told.Fields.TryGetValue(ValueKey, out var value) && value.StructValue is { } metadata
                ? WorkloadMetadata.From(MetadataValue.From(metadata))
                : null;
        }
        catch (InvalidProtocolBufferException)
        {
            // The library can report damage only by throwing; a peer that sends nonsense stays unknown.
            return null;
        }
    }

    private static byte[] Encode(LocalWorkload local)
    {
        const int TypeUrl = 1;
        const int Value = 2;
        var told = new ProtobufWriter();
        told.Begin();
        ProtobufStruct.WriteMember(told, ValueKey, local.Metadata.ToStruct());
        ProtobufStruct.WriteMember(told, IdKey, MetadataValue.Of(local.Id));
        var message = new ProtobufWriter();
        message.Begin(HeaderBytes);
        message.WriteText(TypeUrl, StructUrl);
        told.Written.Span.CopyTo(message.WriteRoom(Value, told.Count));
        var header = message.Reserved(HeaderBytes);
        BinaryPrimitives.WriteUInt32BigEndian(header, Magic);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], (uint)(message.Count - HeaderBytes));
        return message.Written.ToArray();
    }
}
