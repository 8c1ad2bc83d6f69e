using Outrigger.Resources;
using Outrigger.Tests.Support;

namespace Outrigger.Analysis.Tests;

/// <summary>What a user is told about a mistake: the message, and that it points at the mistake.</summary>
public class MalformedTests
{
    public static TheoryData<string> Cases => Golden.Cases("Malformed");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_mistake_gets_a_clear_message_with_its_position(string name)
    {
        string folder = Path.Combine(Golden.FolderOf("Malformed"), name);
        ReadResult read =
            ResourceReader.Read(File.ReadAllText(Path.Combine(folder, "input.yaml")), "input.yaml");
        List<Diagnostic> findings = [.. read.Diagnostics, .. read.Objects.SelectMany(Findings)];

        Assert.Contains(findings, finding => finding.Severity == Severity.Error);
        Assert.All(findings, finding =>
        {
            Assert.True(finding is { File: "input.yaml", Line: > 0, Column: > 0 }, finding.ToString());
            Assert.DoesNotContain('\n', finding.Message);
        });
        Golden.Matches(
            Path.Combine(folder, "expected.txt"), string.Concat(findings.Select(finding => finding + "\n")));
    }

    [Fact]
    public void There_are_enough_cases() => Assert.True(Cases.Count >= 40);

    private static IEnumerable<Diagnostic> Findings(ResourceObject resource) =>
        Analyzer.Validate(resource).Messages.Except(resource.Findings);
}
