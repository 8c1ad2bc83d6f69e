namespace Outrigger.Discovery.Registry;

/// <summary>Label selection as Kubernetes Services and Istio resources do it.</summary>
internal static class Selection
{
    /// <summary>
    /// True when <paramref name="labels"/> holds every pair of <paramref name="selector"/>.
    /// </summary>
    public static bool Matches(
        IReadOnlyDictionary<string, string> selector, IReadOnlyDictionary<string, string> labels)
    {
        foreach (var (key, value) in selector)
            if (!labels.TryGetValue(key, out var actual) || actual != value) return false;
        return true;
    }

    /// <summary>True when both hold the same pairs.</summary>
    public static bool SameLabels(
        IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        ReferenceEquals(left, right) || (left.Count == right.Count && Matches(left, right));
}
