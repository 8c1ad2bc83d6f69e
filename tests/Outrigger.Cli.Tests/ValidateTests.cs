using System.Text.Json;
using Outrigger.Cli.Tests.Support;
using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.Cli.Tests;

/// <summary>Checking files without a mesh.</summary>
public sealed class ValidateTests
{
    private static readonly string Good =
        $"{Meshes.Services}\n---\n{Meshes.RouteTo("v1")}\n---\n{Meshes.Subsets}";

    [Fact]
    public async Task Good_files_end_with_a_summary_and_status_0()
    {
        var result = await ValidateAsync(Meshes.Services);
        Assert.Equal(ExitStatus.Success, result.Status);
        Assert.Equal("2 objects in 1 file: 0 errors, 0 warnings", result.OutLines[^1]);
    }

    [Fact]
    public async Task Every_error_of_every_document_is_shown_with_its_place()
    {
        var bad = Good
            .Replace("port: 9080", "port: many", StringComparison.Ordinal)
            .Replace("subset:", "subst:", StringComparison.Ordinal);
        var result = await ValidateAsync(bad);
        Assert.Equal(ExitStatus.Failure, result.Status);
        var errors = result.OutLines
            .Where(line => line.Contains(": error ", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, errors.Count);
        Assert.All(errors, line => Assert.Matches(@"^stdin:\d+:\d+: ", line));
        Assert.Contains(": 3 errors, ", result.OutLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnings_alone_are_no_failure()
    {
        var result = await ValidateAsync(Meshes.RouteTo("v1"));
        Assert.Equal(ExitStatus.Success, result.Status);
        Assert.Contains(": warning ", result.OutLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_that_a_later_file_has_too_is_reported_at_the_first_place()
    {
        var folder = Directory.CreateTempSubdirectory("outrigger-validate-");
        var first = Path.Combine(folder.FullName, "1.yaml");
        File.WriteAllText(first, Good);
        File.WriteAllText(Path.Combine(folder.FullName, "2.yaml"), Meshes.RouteTo("v2"));
        var result = await CommandRunner.RunAsync("validate", "-f", folder.FullName);
        folder.Delete(recursive: true);
        Assert.Equal(ExitStatus.Success, result.Status);
        Assert.Contains(result.OutLines, line =>
            line.StartsWith($"{first}:19:1: warning ", StringComparison.Ordinal)
            && line.Contains("VirtualService default/reviews", StringComparison.Ordinal)
            && line.Contains("2.yaml:1:1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Programs_get_a_list()
    {
        var result = await ValidateAsync("kind: [", "-o", "json");
        using var json = JsonDocument.Parse(result.Out);
        var only = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal("error", only.GetProperty("severity").GetString());
        Assert.Equal("stdin", only.GetProperty("file").GetString());
    }

    private static Task<CommandResult> ValidateAsync(string text, params string[] more) =>
        CommandRunner.RunAsync(text, ["validate", "-f", "-", .. more]);
}
