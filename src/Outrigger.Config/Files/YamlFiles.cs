namespace Outrigger.Config.Files;

/// <summary>
/// Which files of a folder hold configuration: <c>*.yaml</c>, <c>*.yml</c> and <c>*.json</c> at any depth,
/// but none that is hidden.
/// </summary>
public static class YamlFiles
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>The files, by their paths in ordinal order; the path itself when it is a file.</summary>
    /// <param name="path">A file or a folder; one that does not exist has no files.</param>
    public static IReadOnlyList<string> In(string path)
    {
        if (File.Exists(path)) return [path];
        try
        {
            var options = new EnumerationOptions
            {
                RecurseSubdirectories = true,
                AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
                IgnoreInaccessible = true,
                MaxRecursionDepth = 32,
            };
            IEnumerable<string> files = Directory.EnumerateFiles(path, "*", options).Where(IsYaml);
            return [.. files.Order(StringComparer.Ordinal)];
        }
        catch (IOException)
        {
            // The folder vanished while it was being looked at; the next look finds it missing.
            return [];
        }
    }

    private static bool IsYaml(string file) =>
        Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
}
