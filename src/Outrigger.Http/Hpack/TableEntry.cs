namespace Outrigger.Http.Hpack;

/// <summary>One field of a <see cref="DynamicTable"/>.</summary>
internal struct TableEntry
{
    /// <summary>Where its bytes start, on a scale that counts all bytes ever added.</summary>
    internal uint Offset;
    internal int ValueLength;
    internal int NameLength;

    /// <summary>Set by an encoder to find the field again.</summary>
    internal uint Hash;
    internal FieldName Kind;

    internal readonly int Size => NameLength + ValueLength + DynamicTable.FieldOverhead;
}
