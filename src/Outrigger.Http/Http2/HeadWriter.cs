using System.Buffers.Text;
using Outrigger.Http.Hpack;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Http2;

/// <summary>Encodes heads and trailers into field blocks. Fields of one hop never leave.</summary>
internal ref struct HeadWriter
{
    private const int DigitsMax = 20;
    private const int PseudosMax = 5;

    private readonly HpackEncoder _encoder;
    private readonly Span<byte> _destination;

    internal HeadWriter(HpackEncoder encoder, Span<byte> destination)
    {
        _encoder = encoder;
        _destination = destination;
        Written = encoder.BeginBlock(destination);
    }

    internal int Written { get; private set; }

    /// <summary>The room that a request's block needs at most.</summary>
    internal static int LengthMax(RequestHead head) =>
        LengthMax(head.Headers) + head.Method.Length + head.Path.Length + head.Authority.Length
        + head.Protocol.Length + "https"u8.Length + DigitsMax + ((PseudosMax + 1) * HpackEncoder.FieldOverheadMax);

    /// <summary>The room that a response's block needs at most.</summary>
    internal static int LengthMax(ResponseHead head) =>
        LengthMax(head.Headers) + 3 + DigitsMax + (2 * HpackEncoder.FieldOverheadMax);

    /// <summary>The room that the block of a section without pseudo-headers needs at most.</summary>
    internal static int LengthMax(HeaderMap fields) =>
        HpackEncoder.BlockOverheadMax + fields.BytesOfFields + (fields.Count * HpackEncoder.FieldOverheadMax);

    internal void Write(RequestHead head)
    {
        Write(PseudoHeader.Method, head.Method);
        bool isTunnel = head.MethodKind == RequestMethod.Connect && head.Protocol.IsEmpty;
        if (!isTunnel)
        {
            Write(PseudoHeader.Scheme, head.SchemeBytes);
            Write(PseudoHeader.Path, head.Path);
        }

        if (!head.Authority.IsEmpty)
            Write(PseudoHeader.Authority, head.Authority);
        if (!head.Protocol.IsEmpty)
            Write(PseudoHeader.Protocol, head.Protocol);
        if (head.MethodKind != RequestMethod.Connect)
            WriteContentLength(head.ContentLength);
        Write(head.Headers);
    }

    internal void Write(ResponseHead head, bool endsStream)
    {
        Span<byte> status = stackalloc byte[3];
        status[0] = (byte)('0' + (head.Status / 100));
        status[1] = (byte)('0' + (head.Status / 10 % 10));
        status[2] = (byte)('0' + (head.Status % 10));
        Write(PseudoHeader.Status, status);
        // An end with the head says what a length of zero would say, unless somebody wanted it said.
        bool isPlainlyEmpty = endsStream && head.ContentLength == 0
            && !head.Headers.Contains(KnownHeader.ContentLength);
        if (!isPlainlyEmpty)
            WriteContentLength(head.ContentLength);
        Write(head.Headers);
    }

    internal void Write(HeaderMap fields)
    {
        int written = Written;
        for (int i = 0; i < fields.Count; i++)
        {
            KnownHeader id = fields.IdAt(i);
            if (ConnectionFields.Contains(id))
                continue;
            HeaderField field = fields[i];
            if (id == KnownHeader.TE && !field.Value.SequenceEqual("trailers"u8))
                continue;
            written += _encoder.WriteField(
                id, field.Name, field.Value, field.IsNeverIndexed, _destination[written..]);
        }

        Written = written;
    }

    private void Write(PseudoHeader pseudo, scoped ReadOnlySpan<byte> value) =>
        Written += _encoder.WritePseudo(pseudo, value, _destination[Written..]);

    private void WriteContentLength(long length)
    {
        if (length < 0)
            return;
        Span<byte> digits = stackalloc byte[DigitsMax];
        Utf8Formatter.TryFormat(length, digits, out int count);
        Written += _encoder.WriteField(
            KnownHeader.ContentLength, KnownHeaders.NameOf(KnownHeader.ContentLength), digits[..count], false,
            _destination[Written..]);
    }
}
