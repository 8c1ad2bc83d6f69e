namespace Outrigger.Tests.Support;

/// <summary>Finds the folder of published test data, which is not part of the project.</summary>
internal static class SharedFolder
{
    /// <summary>The folder's path; skips the calling test when the folder is absent.</summary>
    public static string Require(params string[] parts)
    {
        string? root = Find();
        if (root is null)
        {
            Assert.Skip("the folder 'shared' with published test data is not beside the project");
        }

        string path = Path.Combine([root!, .. parts]);
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            Assert.Skip($"the shared test data has no {Path.Combine(parts)}");
        }

        return path;
    }

    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("OUTRIGGER_SHARED") is { Length: > 0 } named) return named;
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared");
            if (File.Exists(Path.Combine(candidate, "istio", "crds.yaml"))) return candidate;
        }

        return null;
    }
}
