using Outrigger.Routing.Regexes;

namespace Outrigger.Routing.Tests.Regexes;

public sealed class WholeValueRegexTests
{
    [Theory]
    [InlineData(@"abc", "abc", true)]
    [InlineData(@"abc", "abcd", false)]
    [InlineData(@"abc", "abc\n", false)]
    [InlineData(@"abc$", "abc\n", false)]
    [InlineData(@"^abc$", "abc", true)]
    [InlineData(@"a|b", "a", true)]
    [InlineData(@"a|bc", "ac", false)]
    [InlineData(@".*", "", true)]
    [InlineData(@".*", "a\nb", false)]
    [InlineData(@"(?s).*", "a\nb", true)]
    [InlineData(@"(?s:.)b", "\nb", true)]
    [InlineData(@"(?s:.).", "a\n", false)]
    [InlineData(@"(?i)abc", "AbC", true)]
    [InlineData(@"a(?i)b|c", "aB", true)]
    [InlineData(@"a(?i)b|c", "C", true)]
    [InlineData(@"(?i:a)b", "AB", false)]
    [InlineData(@"(?i)a(?-i)b", "AB", false)]
    [InlineData(@"(?im-s)A.", "ab", true)]
    [InlineData(@"(?m)a$\n^b", "a\nb", true)]
    [InlineData(@"a$\n^b", "a\nb", false)]
    [InlineData(@"(?P<name>a+)b", "aab", true)]
    [InlineData(@"(?<name>a+)b", "aab", true)]
    [InlineData(@"[[:alpha:]]+[[:digit:]]", "aZ9", true)]
    [InlineData(@"[[:alpha:]]", "é", false)]
    [InlineData(@"[[:^alpha:]_]", "é", true)]
    [InlineData(@"[[:word:]-]+", "a_-9", true)]
    [InlineData(@"[]a]+", "]a", true)]
    [InlineData(@"[^]a]", "b", true)]
    [InlineData(@"[^a]", "\n", true)]
    [InlineData(@"[a-c-]+", "b-", true)]
    [InlineData(@"[\]\\-]+", "]\\-", true)]
    [InlineData(@"[\d.]+", "1.2", true)]
    [InlineData(@"[^\d]+", "ab", true)]
    [InlineData(@"(?i)[a-c]+", "aBC", true)]
    [InlineData(@"(?i)[^a]", "A", false)]
    [InlineData(@"\d\D\w\W\s\S", "1a_- x", true)]
    [InlineData(@"\d", "٣", false)]
    [InlineData(@"\s", "\v", false)]
    [InlineData(@"\Qa.b*\E+", "a.b**", true)]
    [InlineData(@"\Qa.b", "a.b", true)]
    [InlineData(@"\x41\x{42}\103", "ABC", true)]
    [InlineData(@"\.\*\/", ".*/", true)]
    [InlineData(@"\Aab\z", "ab", true)]
    [InlineData(@"a\b-\Bb", "a-b", false)]
    [InlineData(@"a\b-\bb", "a-b", true)]
    [InlineData(@"a{2,3}", "aa", true)]
    [InlineData(@"a{2,3}", "aaaa", false)]
    [InlineData(@"a{2,}", "aaaa", true)]
    [InlineData(@"a{0}", "", true)]
    [InlineData(@"a{,3}", "a{,3}", true)]
    [InlineData(@"a{b", "a{b", true)]
    [InlineData(@"{", "{", true)]
    [InlineData(@"(|a)b", "b", true)]
    [InlineData(@"a||b", "", true)]
    [InlineData(@"(?U)a+", "aaa", true)]
    [InlineData(@"a+?b??", "aaab", true)]
    [InlineData(@"é.", "éé", true)]
    [InlineData(@"^.$", "😀", true)]
    [InlineData(@"^..$", "😀", false)]
    [InlineData(@"[^a]{2}", "😀😀", true)]
    [InlineData(@"[^a]{3}", "😀b", false)]
    [InlineData(@".*b", "😀b", true)]
    [InlineData(@"[😀-😂]", "😁", true)]
    [InlineData(@"[😀-😂]", "😃", false)]
    [InlineData(@"[\x{FFFF}-\x{10400}]", "𐐀", true)]
    [InlineData(@"[\x{FFFF}-\x{10400}]", "𐐁", false)]
    [InlineData(@"[^\x{0}-\x{10FFFF}]", "a", false)]
    public void A_pattern_is_read_as_RE2_reads_it(string pattern, string value, bool expected)
    {
        WholeValueRegex? regex = Patterns.Whole(pattern, out string error);
        Assert.Equal("", error);
        Assert.Equal(expected, regex!.IsMatch(Bytes.Of(value)));
    }

    [Theory]
    [InlineData(@"(?=a)", "(?= is not in RE2's syntax")]
    [InlineData(@"(?!a)", "(?! is not in RE2's syntax")]
    [InlineData(@"(?<=a)b", "has no name")]
    [InlineData(@"(?>a)", "(?> is not in RE2's syntax")]
    [InlineData(@"(a)\1", @"the back reference \1")]
    [InlineData(@"\Z", @"\Z is not supported")]
    [InlineData(@"\k<a>", @"\k is not supported")]
    [InlineData(@"\C", @"\C is not supported")]
    [InlineData(@"\pL", @"\p is not supported")]
    [InlineData(@"[\pL]", @"\p is not supported")]
    [InlineData(@"(a", "a ( has no closing )")]
    [InlineData(@"a)", "a ) has no opening (")]
    [InlineData(@"[a", "a [ has no closing ]")]
    [InlineData(@"[b-a]", "the range b-a is backwards")]
    [InlineData(@"[[:alfa:]]", "[:alfa:] is no set")]
    [InlineData(@"*a", "nothing that the * could repeat")]
    [InlineData(@"a|+", "nothing that the + could repeat")]
    [InlineData(@"{2}", "nothing that the {…} could repeat")]
    [InlineData(@"a**", "repeats a repetition")]
    [InlineData(@"a{2}{3}", "repeats a repetition")]
    [InlineData(@"a{1001}", "out of range")]
    [InlineData(@"a{3,2}", "out of range")]
    [InlineData(@"\", "ends in a backslash")]
    [InlineData(@"(?i", "a ( has no closing )")]
    [InlineData(@"\x4", @"\x needs two hexadecimal digits")]
    [InlineData(@"((a{1000}){100})", "unfolds to more than")]
    public void A_mistake_is_named(string pattern, string expected)
    {
        Assert.Null(Patterns.Whole(pattern, out string error));
        Assert.StartsWith("m.regex: ", error);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        Assert.Null(Patterns.Whole(new string('(', 2000), out string error));
        Assert.Contains("nested", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_pattern_is_refused()
    {
        Assert.Null(Patterns.Whole(new string('a', 5000), out string error));
        Assert.Contains("5000 characters", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_values_and_bytes_that_are_no_UTF8_are_matched_all_the_same()
    {
        WholeValueRegex regex = Patterns.Whole("a+", out _)!;
        Assert.True(regex.IsMatch(Bytes.Of(new string('a', 100_000))));
        Assert.False(regex.IsMatch(Bytes.Of(new string('a', 100_000) + "b")));
        Assert.False(regex.IsMatch([(byte)'a', 0xFF]));
    }
}
