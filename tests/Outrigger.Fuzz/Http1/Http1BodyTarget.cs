using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Outrigger.Http;
using Outrigger.Http.Http1;

namespace Outrigger.Fuzz.Http1;

/// <summary>
/// Content framed each way. One byte chooses the framing and two the declared length; the limits are low, so
/// that inputs reach them.
/// </summary>
internal sealed class Http1BodyTarget : FuzzTarget
{
    private const int ByteByByteMax = 1024;

    private static readonly Http1Limits s_limits =
        new() { ChunkExtensionBytesMax = 64, TrailerBytesMax = 128, TrailerCountMax = 4 };

    /// <summary>What we write may be longer by the space that we put behind each colon.</summary>
    private static readonly Http1Limits s_forwardedLimits =
        s_limits with { TrailerBytesMax = s_limits.TrailerBytesMax + s_limits.TrailerCountMax };

    private static readonly BodyFraming[] s_framings =
        [BodyFraming.Chunked, BodyFraming.ContentLength, BodyFraming.UntilClose, BodyFraming.None];

    public override string Name => "http1-body";

    public override IReadOnlyList<byte[]> Words => Http1Words.All;

    public override void Run(byte[] input)
    {
        if (input.Length < 3)
            return;
        BodyFraming framing = s_framings[input[0] % s_framings.Length];
        int declared = BinaryPrimitives.ReadUInt16LittleEndian(input.AsSpan(1));
        ReadOnlySpan<byte> bytes = input.AsSpan(3);
        string whole = Decode(bytes, framing, declared, Math.Max(1, bytes.Length), out MemoryStream? encoded);
        string split = Decode(bytes, framing, declared, Math.Max(1, SplitOf(bytes)), out _);
        Invariant.Same(whole, split, "what arrives in pieces");
        if (bytes.Length <= ByteByByteMax)
            Invariant.Same(whole, Decode(bytes, framing, declared, 1, out _), "what arrives byte by byte");
        if (encoded is not null)
        {
            string again = Decode(encoded.ToArray(), framing, declared, int.MaxValue, out _, s_forwardedLimits);
            Invariant.Same(whole, again, "what is forwarded");
        }
    }

    /// <summary>
    /// Reads content that arrives in pieces; <paramref name="encoded"/> is chunked content written again.
    /// </summary>
    private static string Decode(
        ReadOnlySpan<byte> bytes, BodyFraming framing, int declared, int pieceLength, out MemoryStream? encoded,
        Http1Limits? limits = null)
    {
        Http1BodyDecoder decoder = new(framing, declared, limits ?? s_limits);
        HeaderMap trailers = new();
        StringBuilder text = new();
        MemoryStream output = new();
        encoded = null;
        int start = 0;
        int end = Math.Min(pieceLength, bytes.Length);
        for (int steps = 0; ; steps++)
        {
            Invariant.Holds(steps <= (2 * bytes.Length) + 2);
            ReadOnlySpan<byte> piece = bytes[start..end];
            Http1BodyStatus status = decoder.Decode(piece, trailers, out Http1BodySlice slice);
            Invariant.Holds(slice.PayloadStart >= 0 && slice.PayloadLength >= 0);
            Invariant.Holds(slice.PayloadStart + slice.PayloadLength <= slice.Consumed);
            Invariant.Holds(slice.Consumed <= piece.Length);
            Invariant.Holds(status != Http1BodyStatus.Payload || slice.PayloadLength > 0);
            ReadOnlySpan<byte> payload = piece.Slice(slice.PayloadStart, slice.PayloadLength);
            text.Append(Encoding.Latin1.GetString(payload));
            WriteChunk(payload, output);
            start += slice.Consumed;
            if (status == Http1BodyStatus.Error)
                return text.Append(CultureInfo.InvariantCulture, $" error {decoder.Error}").ToString();
            if (status == Http1BodyStatus.Complete)
                break;
            if (status == Http1BodyStatus.NeedMoreData && end == bytes.Length)
                return text.Append(CultureInfo.InvariantCulture, $" … {decoder.EndsWithConnection}").ToString();
            if (status == Http1BodyStatus.NeedMoreData)
                end = Math.Min(end + pieceLength, bytes.Length);
        }

        if (framing != BodyFraming.Chunked)
            return text.ToString();
        foreach (HeaderField field in trailers)
            text.Append('\n').Append(Encoding.Latin1.GetString(field.Name)).Append(Encoding.Latin1.GetString(field.Value));
        WriteEnd(trailers, output);
        encoded = output;
        return text.ToString();
    }

    private static void WriteChunk(ReadOnlySpan<byte> payload, MemoryStream output)
    {
        if (payload.IsEmpty)
            return;
        byte[] prefix = new byte[Http1Writer.ChunkPrefixBytesMax];
        Invariant.Holds(Http1Writer.TryWriteChunkPrefix(payload.Length, prefix, out int length));
        output.Write(prefix, 0, length);
        output.Write(payload);
        output.Write(Http1Writer.ChunkSuffix);
    }

    private static void WriteEnd(HeaderMap trailers, MemoryStream output)
    {
        byte[] end = new byte[s_forwardedLimits.TrailerBytesMax + 8];
        Invariant.Holds(Http1Writer.TryWriteLastChunk(trailers, end, out int length));
        output.Write(end, 0, length);
    }
}
