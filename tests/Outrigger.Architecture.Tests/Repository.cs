using System.Reflection;
using System.Text.RegularExpressions;

namespace Outrigger.Architecture.Tests;

/// <summary>The repository's own files, as the tests look at them.</summary>
internal static partial class Repository
{
    public static string Folder { get; } = Path.GetFullPath(typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryFolder").Value!);

    /// <summary>The projects under <c>src</c>, by name without the common prefix.</summary>
    public static IReadOnlyList<string> Projects { get; } = Directory
        .GetDirectories(Path.Combine(Folder, "src"))
        .Select(folder => Path.GetFileName(folder)["Outrigger.".Length..])
        .Order(StringComparer.Ordinal)
        .ToList();

    /// <summary>The projects that a project refers to.</summary>
    public static IReadOnlyList<string> ReferencesOf(string project)
    {
        var file = Path.Combine(Folder, "src", $"Outrigger.{project}", $"Outrigger.{project}.csproj");
        return ProjectReference().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).ToList();
    }

    /// <summary>Every C# file that people wrote, with its path from the repository's root.</summary>
    public static IEnumerable<(string Path, string[] Lines)> SourceFiles(params string[] roots) =>
        from root in roots
        from file in Directory.EnumerateFiles(System.IO.Path.Combine(Folder, root), "*.cs", SearchOption.AllDirectories)
        let path = System.IO.Path.GetRelativePath(Folder, file)
        where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/node_modules/", StringComparison.Ordinal)
        select (path, File.ReadAllLines(file));

    [GeneratedRegex(@"ProjectReference Include=""[^""]*/Outrigger\.([A-Za-z.]+)\.csproj""")]
    private static partial Regex ProjectReference();
}
