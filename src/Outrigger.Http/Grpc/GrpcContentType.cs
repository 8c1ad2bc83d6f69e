using System.Text;

namespace Outrigger.Http.Grpc;

/// <summary>Recognises the content types of gRPC and gRPC-Web.</summary>
public static class GrpcContentType
{
    private static ReadOnlySpan<byte> Grpc => "application/grpc"u8;

    /// <summary>Tells the form.</summary>
    /// <param name="contentType">The value of <c>content-type</c>; may be empty.</param>
    /// <param name="suffix">
    /// What follows the form's name: the message format with its sign (<c>+proto</c>), parameters, or nothing.
    /// </param>
    public static GrpcForm Classify(ReadOnlySpan<byte> contentType, out ReadOnlySpan<byte> suffix)
    {
        suffix = default;
        if (contentType.Length < Grpc.Length
            || !Ascii.EqualsIgnoreCase(contentType[..Grpc.Length], Grpc))
        {
            return GrpcForm.None;
        }

        var rest = contentType[Grpc.Length..];
        var form = GrpcForm.Grpc;
        if (TryCut(ref rest, "-web-text"u8))
            form = GrpcForm.WebText;
        else if (TryCut(ref rest, "-web"u8))
            form = GrpcForm.Web;
        if (!rest.IsEmpty && rest[0] is not ((byte)'+' or (byte)';' or (byte)' '))
            return GrpcForm.None;
        suffix = rest;
        return form;
    }

    /// <summary>Whether the message is gRPC over HTTP/2.</summary>
    /// <param name="contentType">The value of <c>content-type</c>; may be empty.</param>
    public static bool IsGrpc(ReadOnlySpan<byte> contentType) => Classify(contentType, out _) == GrpcForm.Grpc;

    private static bool TryCut(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> start)
    {
        if (text.Length < start.Length || !Ascii.EqualsIgnoreCase(text[..start.Length], start))
            return false;
        text = text[start.Length..];
        return true;
    }
}
