namespace Outrigger.Http;

/// <summary>Where one field lies in the arena: 16 bytes, so that four share a cache line.</summary>
internal struct HeaderEntry
{
    internal int NameOffset;
    internal int ValueOffset;
    internal int ValueLength;
    internal ushort NameLength;
    internal KnownHeader Id;
    internal bool IsNeverIndexed;
}
