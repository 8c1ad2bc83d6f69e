using Outrigger.Config;
using Outrigger.Resources;

namespace Outrigger.Analysis.Tests.Support;

/// <summary>Shortens the way from a text to what the analysis says about it.</summary>
internal static class Verdicts
{
    /// <summary>The verdict on the one object of a text that the schema accepts.</summary>
    public static ObjectVerdict Of(string yaml)
    {
        ReadResult read = ResourceReader.Read(yaml, "x.yaml");
        Assert.False(read.HasErrors, string.Join('\n', read.Diagnostics));
        return Analyzer.Validate(Assert.Single(read.Objects));
    }

    /// <summary>
    /// What the analysis of all objects of the texts together finds, as "code kind/name path".
    /// </summary>
    public static IReadOnlyList<string> Together(params string[] texts)
    {
        List<ResourceObject> objects = [];
        foreach (string text in texts)
        {
            ReadResult read = ResourceReader.Read(text, "x.yaml");
            Assert.False(read.HasErrors, string.Join('\n', read.Diagnostics));
            objects.AddRange(read.Objects);
        }

        AnalysisResult result = Analyzer.Analyze(new ConfigSnapshot(1, objects));
        Assert.DoesNotContain(result.Messages, message => message.Severity == Severity.Error);
        return
        [
            .. result.Messages
                .Where(message => message.Code != DiagnosticCodes.ParsedOnly)
                .Select(
                    message =>
                        $"{message.Code} {message.Resource!.Value.Kind}/{message.Resource.Value.Name} "
                            + $"{message.Path}"),
        ];
    }
}
