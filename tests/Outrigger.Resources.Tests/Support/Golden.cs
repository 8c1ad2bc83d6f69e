using System.Runtime.CompilerServices;

namespace Outrigger.Tests.Support;

/// <summary>
/// Golden cases: a folder each, with inputs and expected outputs. With OUTRIGGER_UPDATE_GOLDEN=1 the outputs
/// are written instead of compared.
/// </summary>
internal static class Golden
{
    private static bool IsUpdating => Environment.GetEnvironmentVariable("OUTRIGGER_UPDATE_GOLDEN") == "1";

    /// <summary>The cases below a folder beside the calling source file.</summary>
    public static TheoryData<string> Cases(string folder, [CallerFilePath] string caller = "") =>
        [
            .. Directory.GetDirectories(FolderOf(folder, caller)).Select(
                path => Path.GetFileName(path)).Order()
        ];

    public static string FolderOf(string folder, [CallerFilePath] string caller = "") =>
        Path.Combine(Path.GetDirectoryName(caller)!, folder);

    public static void Matches(string expectedPath, string actual)
    {
        if (IsUpdating)
        {
            File.WriteAllText(expectedPath, actual);
            return;
        }

        Assert.True(
            File.Exists(expectedPath), $"{expectedPath} is missing; run with OUTRIGGER_UPDATE_GOLDEN=1");
        Assert.Equal(File.ReadAllText(expectedPath), actual);
    }
}
