namespace Outrigger.Proxy.PeerMetadata;

/// <summary>
/// The peers that a worker has read the metadata of, so that a request of a known one costs a comparison. A peer
/// is known by all that it sends, not by the id alone that anybody may claim.
/// </summary>
internal sealed class PeerCache
{
    private const int PeersMax = 500;

    private readonly Dictionary<int, Entry> _peers = [];

    /// <summary>The peer that sends a header; null when the header is no metadata.</summary>
    /// <param name="value">The header's value.</param>
    public WorkloadMetadata? Find(ReadOnlySpan<byte> value)
    {
        var hash = HashOf(value);
        if (_peers.TryGetValue(hash, out var known) && value.SequenceEqual(known.Value))
            return known.Metadata;
        if (WorkloadMetadataCodec.TryDecodeText(value) is not { } metadata)
            return null;
        // Workloads come and go; those that are still there are soon known again.
        if (_peers.Count >= PeersMax)
            _peers.Clear();
        _peers[hash] = new Entry(value.ToArray(), metadata);
        return metadata;
    }

    private static int HashOf(ReadOnlySpan<byte> value)
    {
        var hash = new HashCode();
        hash.AddBytes(value);
        return hash.ToHashCode();
    }

    private readonly record struct Entry(byte[] Value, WorkloadMetadata Metadata);
}
