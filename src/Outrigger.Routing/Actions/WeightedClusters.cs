using System.Buffers.Text;
using Outrigger.Routing.Matching;

namespace Outrigger.Routing.Actions;

/// <summary>Chooses one of a route's clusters in proportion to their weights.</summary>
internal sealed class WeightedClusters
{
    private readonly WeightedClusterEntry[] _entries;
    private readonly uint[] _cumulativeWeights;
    private readonly HeaderName _randomHeader;
    private readonly bool _hasRandomHeader;

    /// <param name="entries">At least one, with a sum of weights from 1 to 2^32 - 1.</param>
    /// <param name="randomHeader">The header that may hold the random number; empty for none.</param>
    internal WeightedClusters(WeightedClusterEntry[] entries, string randomHeader)
    {
        _entries = entries;
        _cumulativeWeights = new uint[entries.Length];
        uint sum = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            sum += entries[i].Weight;
            _cumulativeWeights[i] = sum;
        }

        _randomHeader = new HeaderName(randomHeader);
        _hasRandomHeader = randomHeader.Length > 0;
    }

    internal IReadOnlyList<WeightedClusterEntry> Entries => _entries;

    internal uint TotalWeight => _cumulativeWeights[^1];

    internal WeightedClusterEntry Choose<TRequest>(scoped ref TRequest request, ref RandomState random)
        where TRequest : struct, IRequestView, allows ref struct
    {
        uint point = ReadRandomHeader(ref request, out ulong given)
            ? (uint)(given % TotalWeight)
            : random.NextBelow(TotalWeight);

        // Routes share between a handful of clusters, where a walk beats a binary search.
        int index = 0;
        while (point >= _cumulativeWeights[index])
        {
            index++;
        }

        return _entries[index];
    }

    private bool ReadRandomHeader<TRequest>(scoped ref TRequest request, out ulong value)
        where TRequest : struct, IRequestView, allows ref struct
    {
        value = 0;
        return _hasRandomHeader
            && _randomHeader.TryRead(ref request, out ReadOnlySpan<byte> text)
            && Utf8Parser.TryParse(text, out value, out int consumed)
            && consumed == text.Length;
    }
}
