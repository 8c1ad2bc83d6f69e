namespace Outrigger.Proxy.ProxyProtocol;

/// <summary>
/// Finds a PROXY protocol header at the start of a connection, in either form. It consumes nothing; it is
/// asked again with more bytes until it knows.
/// </summary>
internal static class ProxyHeaderReader
{
    /// <summary>Bytes of the longest header there can be: the binary form counts its length in 16 bits.</summary>
    public const int LengthMax = ProxyHeaderV2.PrefixLength + ushort.MaxValue;

    /// <summary>Reads the header.</summary>
    /// <param name="received">All bytes from the first on.</param>
    /// <param name="header">The header; its entries lie in <paramref name="received"/>.</param>
    public static ProxyHeaderStatus TryRead(ReadOnlySpan<byte> received, out ProxyHeader header)
    {
        header = default;
        if (received.IsEmpty)
            return ProxyHeaderStatus.NeedMoreData;
        return BeginsLike(received, ProxyHeaderV2.Signature) ? ProxyHeaderV2.TryRead(received, out header)
            : BeginsLike(received, ProxyHeaderV1.Signature) ? ProxyHeaderV1.TryRead(received, out header)
            : ProxyHeaderStatus.Absent;
    }

    /// <summary>Which form the bytes begin like; null for neither.</summary>
    /// <param name="received">All bytes from the first on, one at least.</param>
    public static ProxyHeaderVersion? VersionOf(ReadOnlySpan<byte> received) =>
        BeginsLike(received, ProxyHeaderV2.Signature) ? ProxyHeaderVersion.V2
        : BeginsLike(received, ProxyHeaderV1.Signature) ? ProxyHeaderVersion.V1
        : null;

    private static bool BeginsLike(ReadOnlySpan<byte> received, ReadOnlySpan<byte> signature)
    {
        var common = Math.Min(received.Length, signature.Length);
        return received[..common].SequenceEqual(signature[..common]);
    }
}
