namespace Outrigger.Proxy.ProxyProtocol;

/// <summary>
/// Which types of entries are passed on: <c>envoy.config.core.v3.ProxyProtocolPassThroughTLVs</c>.
/// </summary>
internal sealed class ProxyEntrySelection
{
    private readonly bool[] _isSelected;

    private ProxyEntrySelection(bool[] isSelected) => _isSelected = isSelected;

    /// <summary>Every type.</summary>
    public static ProxyEntrySelection All { get; } = Of(Enumerable.Range(0, 256).Select(type => (byte)type));

    /// <summary>No type.</summary>
    public static ProxyEntrySelection None { get; } = new(new bool[256]);

    /// <summary>These types.</summary>
    public static ProxyEntrySelection Of(IEnumerable<byte> types)
    {
        var isSelected = new bool[256];
        foreach (var type in types)
            isSelected[type] = true;
        return new ProxyEntrySelection(isSelected);
    }

    /// <summary>
    /// Whether entries of a type are passed on. A checksum never is: it holds for one header only.
    /// </summary>
    public bool Contains(byte type) => _isSelected[type] && type != ProxyEntries.TypeChecksum;

    /// <summary>Copies the entries that are passed on; the same array for every empty result.</summary>
    /// <param name="entries">Entries as they stand in a header.</param>
    public byte[] Select(ReadOnlySpan<byte> entries)
    {
        var length = 0;
        var counting = new ProxyEntries(entries);
        while (counting.MoveNext())
            length += Contains(counting.Type) ? counting.Whole.Length : 0;
        if (length == 0)
            return [];
        var selected = new byte[length];
        var target = selected.AsSpan();
        var copying = new ProxyEntries(entries);
        while (copying.MoveNext())
        {
            if (!Contains(copying.Type))
                continue;
            copying.Whole.CopyTo(target);
            target = target[copying.Whole.Length..];
        }

        return selected;
    }
}
