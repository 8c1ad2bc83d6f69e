using System.Buffers.Binary;
using Outrigger.Http;
using Outrigger.Http.Grpc;

namespace Outrigger.Proxy.Http.Calls;

/// <summary>
/// gRPC on top of <see cref="UpstreamCall"/>: one message there, one message back. Follows gRPC over HTTP/2.
/// </summary>
internal static class UnaryGrpc
{
    /// <summary>What stands before a message: whether it is compressed, and its length.</summary>
    public const int FrameBytes = 5;

    /// <summary>Makes the head of a call; false when a part of it is invalid.</summary>
    /// <param name="head">Where it goes; empty.</param>
    /// <param name="authority">The server's name.</param>
    /// <param name="path">The method, such as <c>/package.Service/Method</c>.</param>
    /// <param name="timeoutMs">How long it may take, in milliseconds; 0 = for ever.</param>
    public static bool TryPrepare(
        RequestHead head, ReadOnlySpan<byte> authority, ReadOnlySpan<byte> path, int timeoutMs)
    {
        head.Version = Outrigger.Http.HttpVersion.Http2;
        var headers = head.Headers;
        var isSet = head.TrySetMethod("POST"u8) && head.TrySetPath(path) && head.TrySetAuthority(authority)
            && headers.TryAdd(KnownHeader.TE, "trailers"u8)
            && headers.TryAdd(KnownHeader.ContentType, "application/grpc"u8);
        if (timeoutMs <= 0)
            return isSet;
        Span<byte> text = stackalloc byte[GrpcTimeout.TextLengthMax];
        return isSet
            && headers.TryAdd(KnownHeader.GrpcTimeout, text[..GrpcTimeout.Write(timeoutMs, text)]);
    }

    /// <summary>Writes what stands before a message.</summary>
    /// <param name="frame">Where it goes: <see cref="FrameBytes"/> bytes.</param>
    /// <param name="messageBytes">The message's length.</param>
    public static void WriteFrame(Span<byte> frame, long messageBytes)
    {
        frame[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(frame[1..], checked((uint)messageBytes));
    }

    /// <summary>The outcome that a response tells.</summary>
    /// <param name="call">A call that has a response.</param>
    public static GrpcStatus StatusOf(UpstreamCall call)
    {
        // Whoever answers without gRPC, such as a proxy before the server, is understood by its status.
        if (call.Response.Status != 200)
            return GrpcStatuses.FromHttp(call.Response.Status);
        var isTold = call.Trailers.TryGet(KnownHeader.GrpcStatus, out var text)
            || call.Response.Headers.TryGet(KnownHeader.GrpcStatus, out text);
        return isTold && GrpcStatuses.TryParse(text, out var status) ? status : GrpcStatus.Unknown;
    }

    /// <summary>Takes the one message out of a response's content; false when it is anything else.</summary>
    /// <param name="content">The content.</param>
    /// <param name="message">The message.</param>
    public static bool TryReadMessage(ReadOnlySpan<byte> content, out ReadOnlySpan<byte> message)
    {
        message = default;
        // We announce no compression, so a compressed message is as wrong as one that is cut.
        if (content.Length < FrameBytes || content[0] != 0)
            return false;
        if (BinaryPrimitives.ReadUInt32BigEndian(content[1..]) != content.Length - FrameBytes)
            return false;
        message = content[FrameBytes..];
        return true;
    }
}
