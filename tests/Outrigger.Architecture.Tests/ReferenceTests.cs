namespace Outrigger.Architecture.Tests;

/// <summary>Configuration flows one way, and so do references; parsers know no sockets.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Resources"] = [],
        ["Config"] = ["Resources"],
        ["Analysis"] = ["Config", "Resources"],
        ["Xds.Contract"] = [],
        ["Xds"] = ["Xds.Contract"],
        ["Routing"] = ["Xds.Contract"],
        ["Identity"] = [],
        ["Discovery"] = ["Config", "Identity", "Resources", "Xds.Contract"],
        ["Net"] = [],
        ["Http"] = [],
        ["Proxy"] = ["Http", "Net", "Routing", "Xds", "Xds.Contract"],
        ["ControlPlane"] = ["Analysis", "Config", "Discovery", "Identity", "Resources", "Xds", "Xds.Contract"],
        ["Local"] = ["Config", "ControlPlane", "Identity", "Resources"],
        ["Cli"] = ["Analysis", "Config", "ControlPlane", "Identity", "Local", "Resources"],
    };

    public static TheoryData<string> Projects() => [.. Repository.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_go_down_the_flow_only(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out var allowed), $"{project} has no place in the picture yet");
        Assert.Empty(Repository.ReferencesOf(project).Except(allowed));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_architecture_page_names_every_project(string project) =>
        Assert.Contains(
            $"Outrigger.{project}",
            File.ReadAllText(Path.Combine(Repository.Folder, "docs", "architecture.md")),
            StringComparison.Ordinal);

    [Fact]
    public void Codecs_and_decisions_know_no_sockets()
    {
        var offenders = Repository.SourceFiles("src/Outrigger.Http", "src/Outrigger.Routing")
            .Where(file => file.Lines.Any(line => line.Contains("System.Net.Sockets", StringComparison.Ordinal)))
            .Select(file => file.Path);
        Assert.Empty(offenders);
    }
}
