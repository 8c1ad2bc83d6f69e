using System.Text.RegularExpressions;
using Outrigger.Resources;
using Outrigger.Tests.Support;

namespace Outrigger.Analysis.Tests;

/// <summary>The objects with which Istio tests the validation of its own CRDs.</summary>
public partial class CorpusTests
{
    [Fact]
    public void Every_invalid_object_is_rejected_with_a_message_at_its_place()
    {
        int count = 0;
        foreach ((string file, string document, int line) in Documents("*-invalid.yaml"))
        {
            ReadResult read = ResourceReader.Read(document, file);
            List<Diagnostic> errors =
                [.. read.Diagnostics.Where(finding => finding.Severity == Severity.Error)];
            errors.AddRange(read.Objects
                .SelectMany(resource => Analyzer.Validate(resource).Messages)
                .Where(finding => finding.Severity == Severity.Error));
            Assert.True(errors.Count > 0, $"{file}, the document before line {line}, is accepted");
            Assert.All(errors, error =>
            {
                Assert.InRange(error.Line, 1, line);
                Assert.False(string.IsNullOrWhiteSpace(error.Message));
                Assert.NotNull(error.Resource);
            });
            count++;
        }

        Assert.True(count > 60, $"only {count} invalid objects were found");
    }

    [Fact]
    public void Every_valid_object_is_accepted()
    {
        int count = 0;
        foreach ((string file, string document, int _) in Documents("*-valid.yaml"))
        {
            ReadResult read = ResourceReader.Read(document, file);
            ResourceObject resource = Assert.Single(read.Objects);
            ObjectVerdict verdict = Analyzer.Validate(resource);
            bool isRefused = verdict.Messages.Any(
                message => message.Severity == Severity.Error && !IsExperimental(message));
            Assert.False(isRefused, string.Join('\n', verdict.Messages));
            count++;
        }

        Assert.True(count > 30, $"only {count} valid objects were found");
    }

    /// <summary>Istio takes conditions on what filters of Envoy noted; there are no such filters here.</summary>
    private static bool IsExperimental(Diagnostic message) =>
        message.Message.Contains("\"experimental.", StringComparison.Ordinal);

    [Fact]
    public void Every_published_sample_is_accepted()
    {
        string folder = SharedFolder.Require("istio", "samples");
        foreach (string file in Directory.GetFiles(folder, "*.yaml", SearchOption.AllDirectories))
        {
            ReadResult read = ResourceReader.Read(File.ReadAllText(file), Path.GetFileName(file));
            Assert.All(read.Objects, resource =>
                Assert.True(
                    Analyzer.Validate(resource).Verdict != Verdict.Rejected,
                    string.Join('\n', Analyzer.Validate(resource).Messages)));
        }
    }

    // One document at a time, after the blank lines of those before it, so that lines are those of the file.
    private static IEnumerable<(string File, string Document, int LastLine)> Documents(string pattern)
    {
        string folder = SharedFolder.Require("corpora", "istio-validation");
        foreach (string path in Directory.GetFiles(folder, pattern).Order())
        {
            // The corpus' own annotation of what is wrong is no part of the object.
            string[] lines =
                [.. File.ReadAllLines(path).Select(line => Annotation().IsMatch(line) ? "" : line)];
            int start = 0;
            for (int i = 0; i <= lines.Length; i++)
            {
                if (i < lines.Length && !lines[i].StartsWith("---", StringComparison.Ordinal)) continue;
                string[] document = lines[start..i];
                if (document.Any(line => line.Length > 0 && !line.StartsWith('#')))
                {
                    yield return (
                        Path.GetFileName(path), new string('\n', start) + string.Join('\n', document), i + 1);
                }

                start = i + 1;
            }
        }
    }

    [GeneratedRegex("^#?_err:")]
    private static partial Regex Annotation();
}
