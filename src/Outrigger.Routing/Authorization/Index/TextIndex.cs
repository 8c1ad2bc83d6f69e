using Outrigger.Routing.Matching;

namespace Outrigger.Routing.Authorization.Index;

/// <summary>The keys of one attribute that is a text. Immutable.</summary>
internal sealed class TextIndex
{
    private readonly ByteKeyTable<Posting>? _exact;
    private readonly AffixTree? _prefixes;
    private readonly AffixTree? _suffixes;
    private readonly Posting? _present;

    public TextIndex(IReadOnlyCollection<KeyValuePair<GuardKey, Posting>> keys)
    {
        KeyValuePair<byte[], Posting>[] exact = OfKind(keys, GuardKeyKind.Exact);
        KeyValuePair<byte[], Posting>[] prefixes = OfKind(keys, GuardKeyKind.Prefix);
        KeyValuePair<byte[], Posting>[] suffixes = OfKind(keys, GuardKeyKind.Suffix);
        _exact = exact.Length == 0 ? null : new ByteKeyTable<Posting>(exact, ignoreCase: true);
        _prefixes = prefixes.Length == 0 ? null : new AffixTree(prefixes, isFromEnd: false);
        _suffixes = suffixes.Length == 0 ? null : new AffixTree(suffixes, isFromEnd: true);
        _present = keys.FirstOrDefault(each => each.Key.Kind == GuardKeyKind.Present).Value;
    }

    /// <summary>Adds the policies of all keys that fit a value that is there.</summary>
    public void Collect(ReadOnlySpan<byte> value, Span<ulong> mask)
    {
        _present?.AddTo(mask);
        _exact?.Find(value)?.AddTo(mask);
        _prefixes?.Collect(value, mask);
        _suffixes?.Collect(value, mask);
    }

    private static KeyValuePair<byte[], Posting>[] OfKind(
        IReadOnlyCollection<KeyValuePair<GuardKey, Posting>> keys, GuardKeyKind kind) =>
        [.. keys.Where(each => each.Key.Kind == kind).Select(each => KeyValuePair.Create(each.Key.Bytes, each.Value))];
}
