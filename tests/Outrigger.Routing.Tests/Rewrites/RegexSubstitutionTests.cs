using Outrigger.Routing.Rewrites;
using Outrigger.Routing.Tests.Regexes;

namespace Outrigger.Routing.Tests.Rewrites;

public sealed class RegexSubstitutionTests
{
    [Theory]
    [InlineData("^/service/([^/]+)(/.*)$", @"\2/instance/\1", "/service/foo/v1/api", "/v1/api/instance/foo")]
    [InlineData("one", "two", "/xxx/one/yyy/one/zzz", "/xxx/two/yyy/two/zzz")]
    [InlineData("^(.*?)one(.*)$", @"\1two\2", "/xxx/one/yyy/one/zzz", "/xxx/two/yyy/one/zzz")]
    [InlineData("(?i)/xxx/", "/yyy/", "/aaa/XxX/bbb", "/aaa/yyy/bbb")]
    [InlineData("a", "", "banana", "bnn")]
    [InlineData("a*", "-", "baac", "-b-c-")]
    [InlineData(" ?, ?", ";", " a,,", " a;;")]
    [InlineData("(a)|(b)", @"[\1\2]", "abc", "[a][b]c")]
    [InlineData("z", "y", "abc", "abc")]
    [InlineData("b", @"\\\0\\", "abc", @"a\b\c")]
    [InlineData("é|😀", "<\\0>", "aé😀b", "a<é><😀>b")]
    [InlineData("x*", "-", "é😀", "-é-😀-")]
    [InlineData("^a", "b", "aaa", "baa")]
    [InlineData(@"\ba", "b", "aa a", "ba b")]
    [InlineData("a$", "b", "aaa", "aab")]
    public void Occurrences_are_replaced_as_RE2_replaces_them(
        string pattern, string substitution, string text, string expected)
    {
        RegexSubstitution? compiled = Patterns.Substitution(pattern, substitution, out string error);
        Assert.Equal("", error);
        Assert.Equal(expected, Patterns.Replace(compiled!, text));
    }

    [Theory]
    [InlineData("(a)", @"\2", @"s.substitution: \2 names a group, but the pattern has 1")]
    [InlineData("a", @"x\", "s.substitution: a backslash needs a digit")]
    [InlineData("a", @"\n", "s.substitution: a backslash needs a digit")]
    [InlineData("(a", "", "s.pattern.regex: '(a' cannot be used")]
    public void A_mistake_is_named(string pattern, string substitution, string expected)
    {
        Assert.Null(Patterns.Substitution(pattern, substitution, out string error));
        Assert.StartsWith(expected, error);
    }

    [Fact]
    public void A_pattern_that_makes_backtracking_explode_takes_linear_time()
    {
        RegexSubstitution substitution = Patterns.Substitution("(?:a*)*b|(a|a)*c", "x", out _)!;
        string text = new('a', 300);
        Assert.Equal(text, Patterns.Replace(substitution, text));
    }
}
