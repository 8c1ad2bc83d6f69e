namespace Outrigger.Resources.Text;

/// <summary>A mapping with text keys, in the order of the text.</summary>
internal sealed class SourceMapping : SourceNode
{
    private readonly Dictionary<string, int> _index;

    public SourceMapping(int line, int column, IReadOnlyList<SourceEntry> entries)
        : base(line, column)
    {
        Entries = entries;
        _index = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        for (int i = 0; i < entries.Count; i++) _index.TryAdd(entries[i].Key.Text, i);
    }

    public IReadOnlyList<SourceEntry> Entries { get; }

    public override string Description => "a mapping";

    /// <summary>The value of a key; null when the key is missing or its value is null.</summary>
    public SourceNode? Find(string key) =>
        _index.TryGetValue(key, out int i) && !Entries[i].Value.IsNull() ? Entries[i].Value : null;

    /// <summary>The entry of a key, even if its value is null.</summary>
    public SourceEntry? FindEntry(string key) => _index.TryGetValue(key, out int i) ? Entries[i] : null;

    /// <summary>Whether the key is there with a value other than null: what CEL calls <c>has</c>.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>The text of a key's scalar value; null when it is missing or no scalar.</summary>
    public string? TextOf(string key) => (Find(key) as SourceScalar)?.Text;
}
