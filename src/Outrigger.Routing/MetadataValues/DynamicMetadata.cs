namespace Outrigger.Routing.MetadataValues;

/// <summary>
/// What filters learnt of one request, for the filters and conditions behind them: values by the namespace
/// that a filter writes to (usually its name) and a key. Reused from request to request; not safe for two
/// threads.
/// </summary>
public sealed class DynamicMetadata
{
    private Entry[] _entries = new Entry[4];

    /// <summary>How many values there are.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all values.</summary>
    public void Clear()
    {
        Array.Clear(_entries, 0, Count);
        Count = 0;
    }

    /// <summary>Sets a value in place of the one before.</summary>
    /// <param name="filterNamespace">The namespace.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public void Set(string filterNamespace, string key, MetadataValue value)
    {
        int index = IndexOf(filterNamespace, key);
        if (index < 0)
        {
            if (Count == _entries.Length)
            {
                Array.Resize(ref _entries, Count * 2);
            }

            index = Count++;
        }

        _entries[index] = new(filterNamespace, key, value);
    }

    /// <summary>The value of a key; null when there is none.</summary>
    /// <param name="filterNamespace">The namespace.</param>
    /// <param name="key">The key.</param>
    public MetadataValue? Find(string filterNamespace, string key)
    {
        int index = IndexOf(filterNamespace, key);
        return index < 0 ? null : _entries[index].Value;
    }

    /// <summary>Whether there is a value in a namespace.</summary>
    /// <param name="filterNamespace">The namespace.</param>
    public bool HasAny(string filterNamespace)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_entries[i].Namespace == filterNamespace)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The keys and values of a namespace, in the order in which they were first set.</summary>
    /// <param name="filterNamespace">The namespace.</param>
    public IEnumerable<KeyValuePair<string, MetadataValue>> In(string filterNamespace)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_entries[i].Namespace == filterNamespace)
            {
                yield return new(_entries[i].Key, _entries[i].Value);
            }
        }
    }

    private int IndexOf(string filterNamespace, string key)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_entries[i].Key == key && _entries[i].Namespace == filterNamespace)
            {
                return i;
            }
        }

        return -1;
    }

    private readonly record struct Entry(string Namespace, string Key, MetadataValue Value);
}
