namespace Outrigger.Testing.Corpora;

/// <summary>Finds published test data, which lies beside the checkout and is not part of it.</summary>
public static class SharedData
{
    /// <summary>
    /// The path of a folder below <c>shared</c>, from the environment variable OUTRIGGER_SHARED or from the
    /// nearest parent of the tests that has a <c>shared</c> folder; null when there is none.
    /// </summary>
    public static string? Find(string relativePath)
    {
        string? root = Environment.GetEnvironmentVariable("OUTRIGGER_SHARED");
        if (root is not null)
            return ExistingOrNull(Path.Combine(root, relativePath));
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string? found = ExistingOrNull(Path.Combine(folder.FullName, "shared", relativePath));
            if (found is not null)
                return found;
        }

        return null;
    }

    private static string? ExistingOrNull(string path) => Directory.Exists(path) ? path : null;
}
