using System.Reflection;

namespace Outrigger.Discovery.Tests;

/// <summary>Where the test data lies.</summary>
internal static class TestFolders
{
    /// <summary>This test project's source folder.</summary>
    public static string Project { get; } = typeof(TestFolders).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ProjectFolder").Value!;

    /// <summary>
    /// The folder of published data that lies beside the repository, or null where it does not.
    /// </summary>
    public static string? Shared { get; } = FindShared();

    private static string? FindShared()
    {
        if (Environment.GetEnvironmentVariable("OUTRIGGER_SHARED") is { Length: > 0 } named)
            return Directory.Exists(named) ? named : null;
        for (var folder = new DirectoryInfo(Project); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(candidate, "istio"))) return candidate;
        }
        return null;
    }
}
