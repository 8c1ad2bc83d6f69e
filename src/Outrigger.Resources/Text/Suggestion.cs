namespace Outrigger.Resources.Text;

/// <summary>Guesses which known name a user meant.</summary>
public static class Suggestion
{
    /// <summary>
    /// The nearest of the known names, if it is near: a third of the letters may differ, but never more than
    /// three.
    /// </summary>
    public static string? For(string name, IEnumerable<string> known)
    {
        int limit = Math.Min(3, Math.Max(1, name.Length / 3));
        return known
            .Select(candidate => (candidate, distance: Distance(name, candidate)))
            .Where(pair => pair.distance <= limit)
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    /// <summary>
    /// The number of letters to add, drop, change or swap with a neighbour; case does not count.
    /// </summary>
    public static int Distance(string left, string right)
    {
        // Names are short; a long text is no slip of a known name.
        if (Math.Abs(left.Length - right.Length) > 3 || left.Length > 80) return int.MaxValue;
        int[,] cost = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++) cost[i, 0] = i;
        for (int j = 0; j <= right.Length; j++) cost[0, j] = j;
        for (int i = 1; i <= left.Length; i++)
        {
            for (int j = 1; j <= right.Length; j++)
            {
                int change = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                int best =
                    Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + change);
                bool isSwap = i > 1
                    && j > 1
                    && Same(left[i - 1], right[j - 2])
                    && Same(left[i - 2], right[j - 1]);
                cost[i, j] = isSwap ? Math.Min(best, cost[i - 2, j - 2] + 1) : best;
            }
        }

        return cost[left.Length, right.Length];
    }

    private static bool Same(char left, char right) =>
        char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
