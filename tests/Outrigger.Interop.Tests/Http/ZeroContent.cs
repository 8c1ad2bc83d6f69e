using System.Net;

namespace Outrigger.Interop.Tests.Http;

/// <summary>A body of so many zero bytes, sent as the connection takes them and without telling the length.</summary>
internal sealed class ZeroContent(long bytes) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var piece = new byte[1 << 18];
        for (var left = bytes; left > 0; left -= piece.Length)
        {
            await stream.WriteAsync(piece.AsMemory(0, (int)Math.Min(left, piece.Length)));
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
