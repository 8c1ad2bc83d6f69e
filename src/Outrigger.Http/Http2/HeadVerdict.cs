namespace Outrigger.Http.Http2;

/// <summary>What became of a field section.</summary>
internal enum HeadVerdict : byte
{
    Valid = 0,

    /// <summary>Malformed: a stream error of type PROTOCOL_ERROR (RFC 9113 section 8.1.1).</summary>
    Malformed,

    /// <summary>Larger than we take; answered with 431.</summary>
    TooLarge,

    /// <summary>A path longer than we take; answered with 414.</summary>
    PathTooLong,

    /// <summary>A scheme that we do not know; answered with 400.</summary>
    UnknownScheme,
}
