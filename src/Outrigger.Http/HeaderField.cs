namespace Outrigger.Http;

/// <summary>One field of a <see cref="HeaderMap"/>; its spans are valid until the map changes.</summary>
public readonly ref struct HeaderField
{
    internal HeaderField(KnownHeader id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Id = id;
        Name = name;
        Value = value;
    }

    /// <summary>The number of the name, or <see cref="KnownHeader.Other"/>.</summary>
    public KnownHeader Id { get; }

    /// <summary>The name in lower case.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The value without surrounding white space.</summary>
    public ReadOnlySpan<byte> Value { get; }
}
