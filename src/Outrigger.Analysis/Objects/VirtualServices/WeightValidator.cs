namespace Outrigger.Analysis.Objects.VirtualServices;

/// <summary>The rules of weights: none negative, and together more than nothing.</summary>
internal static class WeightValidator
{
    public static void Validate(IReadOnlyList<int?> weights, string path, ObjectFindings findings)
    {
        long total = 0;
        for (int i = 0; i < weights.Count; i++)
        {
            if (weights[i] is < 0)
            {
                findings.Error($"{path}[{i}].weight", $"found the weight {weights[i]}, expected 0 or more");
            }

            total += Math.Max(0, weights[i] ?? 0);
        }

        if (weights.Count > 1 && total == 0)
        {
            findings.Error(
                path, $"found {weights.Count} destinations without any weight, expected weights above 0");
        }
        else if (total > uint.MaxValue)
        {
            findings.Error(path, $"found weights of {total} in all, expected at most {uint.MaxValue}");
        }
    }
}
