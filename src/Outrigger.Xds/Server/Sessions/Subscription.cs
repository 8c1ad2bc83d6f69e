namespace Outrigger.Xds.Server.Sessions;

/// <summary>
/// What a client asked for of one type: everything (a wildcard, explicit as <c>*</c> or in the legacy form of
/// never having named anything), some names, or both.
/// </summary>
internal sealed class Subscription(TypeUrl type)
{
    public const string WildcardName = "*";

    private HashSet<string> _names = new(StringComparer.Ordinal);
    private bool _everNamed;

    public bool IsWildcard { get; private set; }

    /// <summary>The names asked for explicitly, without <c>*</c>.</summary>
    public IReadOnlyCollection<string> Names => _names;

    public bool Covers(string name) => IsWildcard || _names.Contains(name);

    /// <summary>State of the world: the names of a request replace what was asked for before.</summary>
    /// <returns>The names that are new, and whether the wildcard is.</returns>
    public (List<string> Added, bool WildcardBegun) Replace(IReadOnlyCollection<string> names)
    {
        bool wasWildcard = IsWildcard;
        IsWildcard = names.Contains(WildcardName)
            || (names.Count == 0 && !_everNamed && type.HasLegacyWildcard);
        _everNamed |= names.Count > 0;
        var next = new HashSet<string>(names, StringComparer.Ordinal);
        next.Remove(WildcardName);
        List<string> added = [.. next.Where(name => !_names.Contains(name))];
        _names = next;
        return (added, IsWildcard && !wasWildcard);
    }

    /// <summary>Delta: begins the legacy wildcard, for a first message that names nothing.</summary>
    public void BeginLegacyWildcard() => IsWildcard = true;

    /// <summary>Delta: adds one name or the wildcard.</summary>
    /// <returns>Whether the wildcard began with it.</returns>
    public bool Add(string name)
    {
        _everNamed = true;
        if (name == WildcardName)
        {
            bool begun = !IsWildcard;
            IsWildcard = true;
            return begun;
        }

        _names.Add(name);
        return false;
    }

    /// <summary>Delta: takes one name or the wildcard away.</summary>
    public void Remove(string name)
    {
        if (name == WildcardName)
            IsWildcard = false;
        else
            _names.Remove(name);
    }
}
