namespace Outrigger.Analysis.Objects.Security;

/// <summary>Finds attributes of rules that ask for a value and exclude every value.</summary>
internal static class NeverMatches
{
    public static void Check(
        IReadOnlyList<string> values, IReadOnlyList<string> notValues, string path, ObjectFindings findings)
    {
        if (values.Count == 0) return;
        for (int i = 0; i < notValues.Count; i++)
        {
            bool excludesAll = notValues[i] == "*" || values.All(value => value == notValues[i]);
            if (!excludesAll) continue;
            findings.Warn(
                $"{path}[{i}]",
                $"\"{notValues[i]}\" excludes all that is asked for, so that this never matches",
                AnalysisCodes.UnreachableRule);
            return;
        }
    }
}
