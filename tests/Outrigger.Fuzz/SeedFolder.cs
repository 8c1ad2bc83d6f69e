namespace Outrigger.Fuzz;

/// <summary>The seeds that belong to the repository: one input per file, a folder per target.</summary>
internal static class SeedFolder
{
    /// <summary>
    /// Longer ones only slow a fuzzer down: it changes few bytes of each, and reads all of them every time.
    /// </summary>
    private const int PublishedBytesMax = 4 * 1024;

    /// <summary>The seeds of the folder, in a stable order.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Read(FuzzTarget target)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Seeds", target.Name);
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)
            .Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)))];
    }

    /// <summary>Writes a target's seeds, published ones included, to a folder.</summary>
    public static void Export(FuzzTarget target, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] bytes) in Read(target))
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        foreach ((int index, byte[] bytes) in target.PublishedSeeds().Index())
        {
            if (bytes.Length is > 0 and <= PublishedBytesMax)
                File.WriteAllBytes(Path.Combine(folder, $"published-{index:D4}"), bytes);
        }
    }
}
