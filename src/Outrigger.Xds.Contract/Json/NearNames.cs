namespace Outrigger.Xds.Contract.Json;

/// <summary>Finds the name that a mistyped one was probably meant to be.</summary>
internal static class NearNames
{
    /// <summary>The sentence's end that proposes a name, or nothing when no name is near.</summary>
    public static string Suggest(string name, IEnumerable<string> candidates) =>
        Nearest(name, candidates) is { } nearest ? $"; did you mean \"{nearest}\"?" : "";

    private static string? Nearest(string name, IEnumerable<string> candidates)
    {
        // A third of the letters may be wrong: "clutser" is "cluster", but "foo" is not "for".
        int distanceMax = Math.Max(1, Math.Min(name.Length, 40) / 3);
        string? nearest = null;
        foreach (string candidate in candidates)
        {
            int distance = Math.Abs(candidate.Length - name.Length) > distanceMax
                ? int.MaxValue
                : Distance(name, candidate);
            if (distance <= distanceMax)
            {
                nearest = candidate;
                distanceMax = distance - 1;
            }
        }

        return nearest;
    }

    // Levenshtein's distance, without regard to case.
    private static int Distance(string left, string right)
    {
        int[] previous = new int[right.Length + 1];
        int[] current = new int[right.Length + 1];
        for (int column = 0; column <= right.Length; column++)
        {
            previous[column] = column;
        }

        for (int row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (int column = 1; column <= right.Length; column++)
            {
                bool same = char.ToUpperInvariant(left[row - 1]) == char.ToUpperInvariant(right[column - 1]);
                int replaced = previous[column - 1] + (same ? 0 : 1);
                current[column] = Math.Min(replaced, 1 + Math.Min(previous[column], current[column - 1]));
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
