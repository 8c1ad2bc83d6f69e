namespace Outrigger.Http.Hpack;

/// <summary>One decoded field; its spans are valid during the call that brings it.</summary>
public readonly ref struct HpackField
{
    internal HpackField(
        FieldName kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isNeverIndexed = false)
    {
        Kind = kind;
        Name = name;
        Value = value;
        IsNeverIndexed = isNeverIndexed;
    }

    /// <summary>The name as it was sent.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The value as it was sent.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>The number of an ordinary name, or <see cref="KnownHeader.Other"/>.</summary>
    public KnownHeader Id => Kind.Id;

    /// <summary>The number of a name that starts with a colon.</summary>
    public PseudoHeader Pseudo => Kind.Pseudo;

    /// <summary>
    /// Whether HTTP/2 allows the name (a token in lower case, or a known pseudo-header) and the value (no
    /// control bytes, no white space at its ends); RFC 9113 section 8.2.1.
    /// </summary>
    public bool IsValid => Kind.IsValid;

    /// <summary>
    /// Whether the sender forbids everybody on the way to put it into a table (RFC 7541 section 6.2.3).
    /// </summary>
    public bool IsNeverIndexed { get; }

    private FieldName Kind { get; }
}
