namespace Outrigger.Http.Http2;

/// <summary>The flags of RFC 9113 section 6. Two share a bit, on different types.</summary>
internal static class FrameFlags
{
    internal const byte EndStream = 0x1;
    internal const byte Acknowledgement = 0x1;
    internal const byte EndHeaders = 0x4;
    internal const byte Padded = 0x8;
    internal const byte Priority = 0x20;
}
