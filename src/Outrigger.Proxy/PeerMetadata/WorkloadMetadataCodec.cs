using System.Buffers;
using System.Buffers.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Protobuf;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.PeerMetadata;

/// <summary>
/// The form in which workloads send their metadata: a <c>google.protobuf.Struct</c> with its members in order, in
/// Base64 where it is a header.
/// </summary>
internal static class WorkloadMetadataCodec
{
    /// <summary>How long the metadata of a peer may be; far beyond what any proxy sends.</summary>
    public const int BytesMax = 16 * 1024;

    /// <summary>The message.</summary>
    /// <param name="metadata">The metadata.</param>
    public static byte[] Encode(WorkloadMetadata metadata)
    {
        var writer = new ProtobufWriter();
        writer.Begin();
        ProtobufStruct.WriteMembers(writer, metadata.ToStruct());
        return writer.Written.ToArray();
    }

    /// <summary>Reads a header; null when it is none.</summary>
    /// <param name="base64">The header's value.</param>
    public static WorkloadMetadata? TryDecodeText(ReadOnlySpan<byte> base64)
    {
        if (base64.Length > BytesMax)
            return null;
        Span<byte> bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length + 3)];
        // Istio's proxies read it with or without padding.
        Span<byte> padded = new byte[(base64.Length + 3) & ~3];
        padded.Fill((byte)'=');
        base64.CopyTo(padded);
        return Base64.DecodeFromUtf8(padded, bytes, out _, out var length) == OperationStatus.Done
            ? TryDecode(bytes[..length])
            : null;
    }

    /// <summary>Reads a message; null when it is none.</summary>
    /// <param name="bytes">The message.</param>
    public static WorkloadMetadata? TryDecode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return WorkloadMetadata.From(MetadataValue.From(Struct.Parser.ParseFrom(bytes)));
        }
        catch (InvalidProtocolBufferException)
        {
            // The library can report damage only by throwing; a peer that sends nonsense stays unknown.
            return null;
        }
    }
}
