namespace Outrigger.Routing.Authorization.Index;

/// <summary>
/// What is needed for a formula to hold: for some attributes, keys of which one must fit. An attribute without keys
/// may have any value. Immutable.
/// </summary>
internal sealed class Guard
{
    private static readonly Dictionary<GuardAttribute, HashSet<GuardKey>> s_nothing = [];

    private Guard(Dictionary<GuardAttribute, HashSet<GuardKey>> keys)
    {
        Keys = keys;
    }

    /// <summary>The formula may hold whatever the request is.</summary>
    public static Guard Open { get; } = new(s_nothing);

    /// <summary>The formula always holds.</summary>
    public static Guard Always { get; } = new(s_nothing);

    /// <summary>The formula never holds.</summary>
    public static Guard Never { get; } = new(s_nothing);

    /// <summary>The keys of the attributes that matter.</summary>
    public IReadOnlyDictionary<GuardAttribute, HashSet<GuardKey>> Keys { get; }

    /// <summary>One attribute must fit one of the keys.</summary>
    public static Guard On(params IEnumerable<(GuardAttribute Attribute, IEnumerable<GuardKey> Keys)> attributes)
    {
        Dictionary<GuardAttribute, HashSet<GuardKey>> keys =
            attributes.ToDictionary(each => each.Attribute, each => each.Keys.ToHashSet());
        return keys.Count == 0 ? Open : new(keys);
    }

    /// <summary>All parts must hold: of two sets of keys for one attribute the smaller one says more.</summary>
    public static Guard All(IReadOnlyList<Guard> parts)
    {
        if (parts.Contains(Never))
        {
            return Never;
        }

        if (parts.All(part => part == Always))
        {
            return Always;
        }

        var keys = new Dictionary<GuardAttribute, HashSet<GuardKey>>();
        foreach ((GuardAttribute attribute, HashSet<GuardKey> set) in parts.SelectMany(part => part.Keys))
        {
            if (!keys.TryGetValue(attribute, out HashSet<GuardKey>? known) || set.Count < known.Count)
            {
                keys[attribute] = set;
            }
        }

        return new(keys);
    }

    /// <summary>One part must hold: only an attribute that matters to every part matters.</summary>
    public static Guard Any(IReadOnlyList<Guard> parts)
    {
        if (parts.Contains(Always))
        {
            return Always;
        }

        Guard[] possible = [.. parts.Where(part => part != Never)];
        if (possible.Length == 0)
        {
            return Never;
        }

        var keys = new Dictionary<GuardAttribute, HashSet<GuardKey>>();
        foreach (GuardAttribute attribute in possible[0].Keys.Keys)
        {
            if (possible.All(part => part.Keys.ContainsKey(attribute)))
            {
                keys[attribute] = [.. possible.SelectMany(part => part.Keys[attribute])];
            }
        }

        return new(keys);
    }

    /// <summary>The part must not hold; what it needs says nothing about that.</summary>
    public static Guard Not(Guard part) => part == Always ? Never : part == Never ? Always : Open;
}
