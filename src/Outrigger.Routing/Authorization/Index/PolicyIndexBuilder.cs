using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Authorization.Index;

/// <summary>Builds the index from what the policies need.</summary>
/// <param name="guards">The policies' guards in their order.</param>
/// <param name="metadata">A condition for each value that filters note, by its attribute's name.</param>
internal sealed class PolicyIndexBuilder(
    IReadOnlyList<Guard> guards, IReadOnlyDictionary<string, MetadataCondition> metadata)
{
    /// <summary>
    /// How many headers, and how many values that filters note, have an index of their own: those that matter to
    /// most policies. Reading one more costs every request something.
    /// </summary>
    private const int NamedAttributesMax = 12;

    private readonly int _words = (guards.Count + 63) / 64;

    /// <summary>Builds it.</summary>
    public PolicyIndex Build()
    {
        IEnumerable<IGrouping<GuardAttribute, GuardAttribute>> attributes = guards
            .SelectMany(guard => guard.Keys.Keys)
            .GroupBy(attribute => attribute)
            .OrderByDescending(group => group.Count());
        var kept = new Dictionary<GuardSource, int>();
        var indexes = new List<AttributeIndex>();
        foreach (IGrouping<GuardAttribute, GuardAttribute> group in attributes)
        {
            int count = kept[group.Key.Source] = kept.GetValueOrDefault(group.Key.Source) + 1;
            if (count <= NamedAttributesMax)
            {
                indexes.Add(BuildAttribute(group.Key));
            }
        }

        return new(BitsOf(guard => guard != Guard.Never), [.. indexes]);
    }

    private AttributeIndex BuildAttribute(GuardAttribute attribute)
    {
        var policies = new Dictionary<GuardKey, List<int>>();
        for (int i = 0; i < guards.Count; i++)
        {
            foreach (GuardKey key in guards[i].Keys.GetValueOrDefault(attribute) ?? [])
            {
                if (!policies.TryGetValue(key, out List<int>? list))
                {
                    policies.Add(key, list = []);
                }

                list.Add(i);
            }
        }

        ulong[] open = BitsOf(guard => !guard.Keys.ContainsKey(attribute));
        KeyValuePair<GuardKey, Posting>[] postings =
            [.. policies.Select(each => KeyValuePair.Create(each.Key, new Posting(each.Value, _words)))];
        return new(attribute, open, postings, metadata.GetValueOrDefault(attribute.Name));
    }

    private ulong[] BitsOf(Predicate<Guard> isIn)
    {
        var bits = new ulong[_words];
        for (int i = 0; i < guards.Count; i++)
        {
            if (isIn(guards[i]))
            {
                bits[i >> 6] |= 1UL << (i & 63);
            }
        }

        return bits;
    }
}
