using System.Text;
using System.Text.RegularExpressions;
using Outrigger.Routing.Regexes;
using Outrigger.Routing.Rewrites;

namespace Outrigger.Routing.Tests.Regexes;

/// <summary>
/// Random patterns, in the syntax that RE2 and .NET read alike, over random texts: our matching
/// (NonBacktracking) and our substitution (Pike's machine) against the framework's backtracking engine.
/// </summary>
public sealed class RandomPatternTests
{
    private const int Seed = 20261124;

    [Fact]
    public void Whole_values_match_as_with_the_backtracking_engine()
    {
        var random = new Random(Seed);
        for (int i = 0; i < 800; i++)
        {
            string pattern = RandomPattern(random, depth: 3);
            WholeValueRegex? ours = Patterns.Whole(pattern, out string error);
            Assert.True(ours is not null, $"{pattern}: {error}");
            var theirs = new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant);
            for (int j = 0; j < 12; j++)
            {
                string text = RandomText(random);
                Assert.True(theirs.IsMatch(text) == ours.IsMatch(Bytes.Of(text)), $"'{pattern}' on '{text}'");
            }
        }
    }

    [Fact]
    public void Every_occurrence_is_replaced_as_with_the_backtracking_engine()
    {
        var random = new Random(Seed);
        for (int i = 0; i < 1500; i++)
        {
            string pattern = RandomPattern(random, depth: 3);
            RegexSubstitution? ours = Patterns.Substitution(pattern, @"<\0>", out string error);
            Assert.True(ours is not null, $"{pattern}: {error}");
            var theirs = new Regex(pattern, RegexOptions.CultureInvariant);
            for (int j = 0; j < 12; j++)
            {
                string text = RandomText(random);
                string expected = Patterns.ReplaceNaively(theirs, text, match => $"<{match.Value}>");
                string actual = Patterns.Replace(ours, text);
                Assert.True(
                    expected == actual, $"'{pattern}' on '{text}': expected {expected}, found {actual}");
            }
        }
    }

    [Fact]
    public void Groups_are_those_of_the_backtracking_engine()
    {
        var random = new Random(Seed);
        for (int i = 0; i < 1000; i++)
        {
            // Groups stand outside repetitions: within them, engines differ in which turn they remember.
            string pattern =
                $"({RandomPattern(random, 1)})(?:{RandomPattern(random, 1)}|({RandomPattern(random, 1)}))";
            RegexSubstitution? ours = Patterns.Substitution(pattern, @"<\1,\2>", out string error);
            Assert.True(ours is not null, $"{pattern}: {error}");
            var theirs = new Regex(pattern, RegexOptions.CultureInvariant);
            for (int j = 0; j < 12; j++)
            {
                string text = RandomText(random);
                string expected = Patterns.ReplaceNaively(
                    theirs, text, match => $"<{match.Groups[1].Value},{match.Groups[2].Value}>");
                string actual = Patterns.Replace(ours, text);
                Assert.True(
                    expected == actual, $"'{pattern}' on '{text}': expected {expected}, found {actual}");
            }
        }
    }

    [Fact]
    public void Arbitrary_text_is_a_pattern_or_a_mistake_and_never_a_crash()
    {
        var random = new Random(Seed);
        const string Alphabet = @"ab0(((([[[]])))|*+?{1,}^$.\\\dQEPpx<>:-=!iUs😀";
        for (int i = 0; i < 8_000; i++)
        {
            string pattern = string.Concat(
                Enumerable.Range(0, random.Next(1, 14)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            WholeValueRegex? regex = Patterns.Whole(pattern, out string error);
            Assert.True(regex is null == error.Length > 0, pattern);
            regex?.IsMatch("ab0"u8);
        }
    }

    private static string RandomPattern(Random random, int depth)
    {
        if (depth == 0)
        {
            return Atoms[random.Next(Atoms.Length)];
        }

        var pattern = new StringBuilder();
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            string part = RandomPattern(random, depth - 1);
            pattern.Append(random.Next(6) switch
            {
                0 => $"(?:{part}|{RandomPattern(random, depth - 1)})",
                1 => $"(?:{NotNullable(part)}){Quantifiers[random.Next(Quantifiers.Length)]}",
                _ => part,
            });
        }

        return pattern.ToString();
    }

    /// <summary>
    /// Engines differ in how they leave a loop whose body matched nothing; routes have no such loops.
    /// </summary>
    private static string NotNullable(string part) => "x" + part;

    private static readonly string[] Atoms =
    [
        "a", "b", "c", "x", ".", "[ab]", "[^b]", "x?", "a*", "b+?", "c??", "\\b", "^", "\\z", ",", " ?",
        "[a-c]{2}",
    ];

    private static readonly string[] Quantifiers =
        ["*", "+", "?", "{2}", "{1,3}", "*?", "+?", "??", "{0,2}?", "{2,}"];

    private static string RandomText(Random random) => string.Concat(
        Enumerable.Range(0, random.Next(0, 12)).Select(_ => "aabbcxx, "[random.Next(9)]));
}
