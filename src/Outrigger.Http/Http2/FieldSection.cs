using Outrigger.Http.Hpack;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Http2;

/// <summary>
/// Takes the fields of one block into a map, and the pseudo-headers beside it, and notes what makes the
/// section malformed or too large (RFC 9113 sections 8.2 and 8.3).
/// </summary>
internal sealed class FieldSection(Http2Options options) : IHpackSink
{
    private readonly ByteRange[] _pseudos = new ByteRange[(int)PseudoHeader.Unknown];
    private HeaderMap? _map;
    private int _pseudosSeen;
    private int _bytesLeft;
    private int _fieldsLeft;

    /// <summary>What is known so far; builders go on from <see cref="HeadVerdict.Valid"/>.</summary>
    internal HeadVerdict Verdict { get; private set; }

    /// <summary>Starts a section; without a map its fields are dropped.</summary>
    internal void Begin(HeaderMap? map)
    {
        _map = map;
        map?.Clear();
        _pseudosSeen = 0;
        _bytesLeft = options.HeaderListBytesMax;
        _fieldsLeft = options.HeaderCountMax;
        Verdict = HeadVerdict.Valid;
    }

    /// <summary>Lets go of the map.</summary>
    internal void End() => _map = null;

    internal bool HasPseudos => _pseudosSeen != 0;

    internal bool Has(PseudoHeader pseudo) => (_pseudosSeen & (1 << (int)pseudo)) != 0;

    internal ByteRange RangeOf(PseudoHeader pseudo) => _pseudos[(int)pseudo];

    /// <inheritdoc/>
    public void OnField(in HpackField field)
    {
        if (_map is null || Verdict == HeadVerdict.Malformed)
            return;
        _bytesLeft -= field.Name.Length + field.Value.Length + DynamicTable.FieldOverhead;
        if (!field.IsValid)
            Verdict = HeadVerdict.Malformed;
        else if (_bytesLeft < 0)
            Verdict = HeadVerdict.TooLarge;
        else if (field.Pseudo != PseudoHeader.None)
            TakePseudo(_map, in field);
        else
            TakeField(_map, in field);
    }

    // Pseudo-headers come first and once (RFC 9113 section 8.3).
    private void TakePseudo(HeaderMap map, in HpackField field)
    {
        int bit = 1 << (int)field.Pseudo;
        if ((_pseudosSeen & bit) != 0 || map.Count > 0)
        {
            Verdict = HeadVerdict.Malformed;
            return;
        }

        _pseudosSeen |= bit;
        if (!map.TryStore(field.Value, out _pseudos[(int)field.Pseudo]))
            Verdict = HeadVerdict.TooLarge;
    }

    private void TakeField(HeaderMap map, in HpackField field)
    {
        // A cookie may come in any number of crumbs, which become one field (RFC 9113 section 8.2.3): their
        // bytes count, and the map has a bound.
        if (field.Id != KnownHeader.Cookie)
            _fieldsLeft--;
        if (IsOfConnection(field.Id) || (field.Id == KnownHeader.TE && !IsTrailers(field.Value)))
            Verdict = HeadVerdict.Malformed;
        else if (_fieldsLeft < 0 || !map.TryAddReceived(field.Id, field.Name, field.Value, field.IsNeverIndexed))
            Verdict = HeadVerdict.TooLarge;
    }

    // RFC 9113 section 8.2.2; the fields with the lowest numbers, but for the two that HTTP/2 keeps.
    private static bool IsOfConnection(KnownHeader id) =>
        ConnectionFields.Contains(id)
        && id is not (KnownHeader.ContentLength or KnownHeader.Host or KnownHeader.Http2Settings);

    private static bool IsTrailers(ReadOnlySpan<byte> value) => HttpSyntax.EqualsIgnoreCase(value, "trailers"u8);
}
