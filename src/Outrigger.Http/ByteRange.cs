namespace Outrigger.Http;

/// <summary>A slice of a <see cref="HeaderMap"/>'s arena, which survives the arena's growth.</summary>
internal readonly record struct ByteRange(int Offset, int Length);
