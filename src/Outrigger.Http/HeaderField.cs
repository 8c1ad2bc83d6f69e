namespace Outrigger.Http;

/// <summary>One field of a <see cref="HeaderMap"/>; its spans are valid until the map changes.</summary>
public readonly ref struct HeaderField
{
    internal HeaderField(
        KnownHeader id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isNeverIndexed)
    {
        Id = id;
        Name = name;
        Value = value;
        IsNeverIndexed = isNeverIndexed;
    }

    /// <summary>The number of the name, or <see cref="KnownHeader.Other"/>.</summary>
    public KnownHeader Id { get; }

    /// <summary>The name in lower case.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The value without surrounding white space.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>
    /// Whether HTTP/2 must keep the value out of every compression table (RFC 7541 section 6.2.3).
    /// </summary>
    public bool IsNeverIndexed { get; }
}
