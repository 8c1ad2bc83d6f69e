using System.Text.RegularExpressions;
using Outrigger.Config;
using Outrigger.Resources;
using Outrigger.Tests.Support;

namespace Outrigger.Analysis.Tests;

/// <summary>Whatever the reader accepts, the analysis must judge: objects half empty, and values at odds.</summary>
public partial class AnalyzerFuzzTests
{
    private const int Rounds = 300;

    private static readonly string[] Values =
    [
        "\"\"", "\"*\"", "\"*.\"", "\".\"", "\"/\"", "\"a/b\"", "0", "-1", "4294967295", "true", "[]", "{}", "~", "\"~\"",
        "\"mesh\"", "\"unix://\"", "\"::1\"", "\"(\"", "\"a\"", "1s", "\"x\\ny\"", "[{}]", "[\"\"]",
    ];

    [Theory]
    [InlineData(3)]
    [InlineData(20260131)]
    public void Judging_never_throws(int seed)
    {
        var random = new Random(seed);
        string seedText = File.ReadAllText(Golden.FolderOf("Seeds/mesh.yaml"));
        Assert.Equal(11, ResourceReader.Read(seedText).Objects.Count);
        int accepted = 0;
        for (int round = 0; round < Rounds; round++)
        {
            string text = seedText;
            for (int i = random.Next(1, 8); i > 0; i--) text = ReplaceValue(text, random);
            try
            {
                IReadOnlyList<ResourceObject> objects = ResourceReader.Read(text, "x.yaml").Objects;
                accepted += objects.Count;
                AnalysisResult result = Analyzer.Analyze(new ConfigSnapshot(1, objects));
                Assert.All(result.Messages, message => Assert.True(message.Line > 0, message.ToString()));
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}, round {round}: {exception}\n{text}");
            }
        }

        Assert.True(accepted > Rounds, $"only {accepted} objects got as far as the analysis");
    }

    // Scalars, mostly: what stands after a colon or a dash.
    private static string ReplaceValue(string text, Random random)
    {
        MatchCollection values = Value().Matches(text);
        if (values.Count == 0) return text;
        Group value = values[random.Next(values.Count)].Groups[1];
        return text[..value.Index] + Values[random.Next(Values.Length)] + text[(value.Index + value.Length)..];
    }

    [GeneratedRegex(@"(?:[:-]) ([^\s,\]}]+)")]
    private static partial Regex Value();
}
