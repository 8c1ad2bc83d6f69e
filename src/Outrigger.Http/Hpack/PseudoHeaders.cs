namespace Outrigger.Http.Hpack;

/// <summary>Translates between <see cref="PseudoHeader"/> and names.</summary>
internal static class PseudoHeaders
{
    internal static ReadOnlySpan<byte> NameOf(PseudoHeader pseudo) => pseudo switch
    {
        PseudoHeader.Authority => ":authority"u8,
        PseudoHeader.Method => ":method"u8,
        PseudoHeader.Path => ":path"u8,
        PseudoHeader.Scheme => ":scheme"u8,
        PseudoHeader.Status => ":status"u8,
        PseudoHeader.Protocol => ":protocol"u8,
        _ => default,
    };

    /// <summary>The number of a name that starts with a colon.</summary>
    internal static PseudoHeader Resolve(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual(":path"u8))
            return PseudoHeader.Path;
        if (name.SequenceEqual(":authority"u8))
            return PseudoHeader.Authority;
        if (name.SequenceEqual(":method"u8))
            return PseudoHeader.Method;
        if (name.SequenceEqual(":scheme"u8))
            return PseudoHeader.Scheme;
        if (name.SequenceEqual(":status"u8))
            return PseudoHeader.Status;
        return name.SequenceEqual(":protocol"u8) ? PseudoHeader.Protocol : PseudoHeader.Unknown;
    }
}
