namespace Outrigger.Discovery.Registry;

/// <summary>
/// The namespaces that may see an object: Istio's <c>exportTo</c>, where <c>.</c> is the object's own
/// namespace, <c>*</c> all of them and <c>~</c> none.
/// </summary>
public sealed class Visibility
{
    private readonly bool _everywhere;
    private readonly HashSet<string> _namespaces;

    private Visibility(bool everywhere, HashSet<string> namespaces)
    {
        _everywhere = everywhere;
        _namespaces = namespaces;
    }

    /// <summary>Visible everywhere, which is what a missing <c>exportTo</c> means.</summary>
    public static Visibility Public { get; } = new(true, []);

    /// <summary>Reads an <c>exportTo</c> list.</summary>
    /// <param name="exportTo">The list; null or empty means everywhere.</param>
    /// <param name="ownNamespace">The namespace of the object that carries it.</param>
    public static Visibility Parse(IReadOnlyCollection<string>? exportTo, string ownNamespace)
    {
        if (exportTo is null || exportTo.Count == 0 || exportTo.Contains("*")) return Public;
        var namespaces = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in exportTo)
        {
            if (entry == "~") continue;
            namespaces.Add(entry == "." ? ownNamespace : entry);
        }
        return new Visibility(false, namespaces);
    }

    /// <summary>Whether a client in <paramref name="clientNamespace"/> sees the object.</summary>
    public bool Includes(string clientNamespace) => _everywhere || _namespaces.Contains(clientNamespace);

    /// <summary>Whether the object is visible in every namespace.</summary>
    public bool IsPublic => _everywhere;

    /// <summary>
    /// Whether <paramref name="clientNamespace"/> is the only namespace that sees the object.
    /// </summary>
    public bool IsPrivateTo(string clientNamespace) =>
        !_everywhere && _namespaces.Count == 1 && _namespaces.Contains(clientNamespace);
}
