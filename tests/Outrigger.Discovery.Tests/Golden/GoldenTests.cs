namespace Outrigger.Discovery.Tests.Golden;

public sealed class GoldenTests
{
    private static readonly string Folder = Path.Combine(TestFolders.Project, "Golden", "Cases");

    public static TheoryData<string> Cases() =>
        [.. Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Yaml_gives_the_expected_resources_and_statuses(string name)
    {
        var folder = Path.Combine(Folder, name);
        var actual = new GoldenCase(folder).Run();
        Assert.True(actual.Count > 1, $"{name} has no node-*.yaml");
        if (Environment.GetEnvironmentVariable("OUTRIGGER_UPDATE_GOLDEN") == "1")
        {
            foreach (var (file, text) in actual) File.WriteAllText(Path.Combine(folder, file), text);
        }
        foreach (var (file, text) in actual)
        {
            var path = Path.Combine(folder, file);
            Assert.True(
                File.Exists(path),
                $"{path} is missing; OUTRIGGER_UPDATE_GOLDEN=1 writes it (read it before committing)");
            Assert.Equal(File.ReadAllText(path), text);
        }
    }
}
