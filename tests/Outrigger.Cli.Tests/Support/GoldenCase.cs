using System.Reflection;

namespace Outrigger.Cli.Tests.Support;

/// <summary>
/// A folder with a command line (<c>command.txt</c>) and what it is expected to do (<c>expected.txt</c>).
/// With the environment variable <c>OUTRIGGER_UPDATE_GOLDEN=1</c>, expectations are written instead of
/// compared.
/// </summary>
internal static class GoldenCase
{
    private static readonly bool IsUpdate =
        Environment.GetEnvironmentVariable("OUTRIGGER_UPDATE_GOLDEN") == "1";

    public static string Folder { get; } = Path.Combine(
        typeof(GoldenCase).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "ProjectFolder").Value!,
        "Golden");

    /// <summary>The cases of a group, which is a folder of its own.</summary>
    public static TheoryData<string> Names(string group) =>
    [
        .. Directory.GetDirectories(Path.Combine(Folder, group))
            .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal),
    ];

    public static string[] Command(string group, string name) =>
        CommandRunner.Words(File.ReadAllText(Path.Combine(Folder, group, name, "command.txt")).Trim());

    public static void Verify(string group, string name, CommandResult result, Func<string, string> clean)
    {
        var sections = Section("out", result.Out) + Section("error", result.Error);
        var actual = clean($"{sections}--- status {result.Status}\n");
        var file = Path.Combine(Folder, group, name, "expected.txt");
        if (IsUpdate) File.WriteAllText(file, actual);
        Assert.Equal(File.ReadAllText(file), actual);
    }

    private static string Section(string name, string text) => text.Length == 0 ? "" : $"--- {name}\n{text}";
}
