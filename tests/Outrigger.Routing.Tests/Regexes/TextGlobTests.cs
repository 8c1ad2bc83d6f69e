using System.Text.RegularExpressions;
using Envoy.Type.Matcher.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Regexes;

namespace Outrigger.Routing.Tests.Regexes;

/// <summary>Searching for texts finds what the expression finds.</summary>
public sealed class TextGlobTests
{
    private static readonly string[] s_parts =
        [".*", ".+", "a", "b", "/ns/", "é", "(a|b)", "(ab|.+)?", "(x|)", "(/.+)?", "aa", "b+"];

    private static readonly string[] s_valueParts = ["a", "b", "/ns/", "é", "x", "/", "\n", "aa", ""];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_agrees_with_the_framework(int seed)
    {
        var random = new Random(seed);
        int globs = 0;
        int matches = 0;
        for (int round = 0; round < 2000; round++)
        {
            string pattern = Join(s_parts, 1 + random.Next(5), random);
            WholeValueRegex regex = Compile(pattern);
            globs += regex.Globs.IsEmpty ? 0 : 1;
            for (int i = 0; i < 20; i++)
            {
                string value = Join(s_valueParts, random.Next(7), random);
                bool expected = Regex.IsMatch(value, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant);
                Assert.True(expected == regex.IsMatch(Bytes.Of(value)), $"'{pattern}' and '{value}'");
                matches += expected ? 1 : 0;
            }
        }

        Assert.InRange(globs, 800, 1999);
        Assert.InRange(matches, 2000, 38_000);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_characters_too()
    {
        WholeValueRegex regex = Compile("a.+b");
        Assert.True(regex.IsMatch([(byte)'a', 0xFF, (byte)'b']));
        Assert.False(regex.IsMatch("ab"u8));
    }

    private static WholeValueRegex Compile(string pattern)
    {
        var context = new CompileContext(RoutingLimits.Default);
        return WholeValueRegex.Compile(new RegexMatcher { Regex = pattern }, FieldPath.Root, context)!;
    }

    private static string Join(string[] parts, int count, Random random) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => parts[random.Next(parts.Length)]));
}
