using Envoy.Type.Matcher.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;

namespace Outrigger.Routing.Tests.Matching;

public sealed class ByteStringMatcherTests
{
    [Theory]
    [InlineData("exact", "abc", false, "abc", true)]
    [InlineData("exact", "abc", false, "ABC", false)]
    [InlineData("exact", "abc", false, "abcd", false)]
    [InlineData("exact", "abc", true, "aBc", true)]
    [InlineData("exact", "[abc]", true, "{abc}", false)]
    [InlineData("exact", "Ünï", true, "ÜNï", true)]
    [InlineData("exact", "Ünï", true, "ünï", false)]
    [InlineData("exact", "", false, "", true)]
    [InlineData("exact", "", false, "a", false)]
    [InlineData("prefix", "abc", false, "abcdef", true)]
    [InlineData("prefix", "abc", false, "ab", false)]
    [InlineData("prefix", "abc", false, "Abcdef", false)]
    [InlineData("prefix", "abc", true, "ABCdef", true)]
    [InlineData("suffix", "def", false, "abcdef", true)]
    [InlineData("suffix", "def", false, "defabc", false)]
    [InlineData("suffix", "def", true, "abcDEF", true)]
    [InlineData("suffix", "def", true, "ef", false)]
    [InlineData("contains", "cd", false, "abcdef", true)]
    [InlineData("contains", "cd", false, "abCDef", false)]
    [InlineData("contains", "cd", true, "abCDef", true)]
    [InlineData("contains", "aab", true, "AAAB", true)]
    [InlineData("contains", "aab", true, "AAAA", false)]
    [InlineData("contains", "-x", true, "a-b-X", true)]
    [InlineData("regex", "a.c", false, "abc", true)]
    [InlineData("regex", "a.c", false, "abcd", false)]
    [InlineData("regex", "a.c", false, "xabc", false)]
    [InlineData("regex", "a.c", true, "ABC", false)]
    [InlineData("regex", "(?i)a.c", false, "ABC", true)]
    public void A_value_matches_as_Envoy_says(
        string kind, string pattern, bool ignoreCase, string value, bool expected)
    {
        var matcher = new StringMatcher { IgnoreCase = ignoreCase };
        switch (kind)
        {
            case "exact":
                matcher.Exact = pattern;
                break;
            case "prefix":
                matcher.Prefix = pattern;
                break;
            case "suffix":
                matcher.Suffix = pattern;
                break;
            case "contains":
                matcher.Contains = pattern;
                break;
            default:
                matcher.SafeRegex = new RegexMatcher { Regex = pattern };
                break;
        }

        var context = new CompileContext(RoutingLimits.Default);
        ByteStringMatcher? compiled = ByteStringMatcher.Compile(matcher, FieldPath.Root, context);

        Assert.Empty(context.Errors);
        Assert.Equal(expected, compiled!.Value.IsMatch(Bytes.Of(value)));
    }

    [Fact]
    public void Ignoring_case_equals_a_naive_comparison_on_random_bytes()
    {
        var random = new Random(20261124);
        var alphabet = "aAbB-é[{@`"u8.ToArray();
        for (int i = 0; i < 20_000; i++)
        {
            byte[] value = RandomBytes(random, alphabet, 8);
            byte[] pattern = RandomBytes(random, alphabet, 3);
            string lowerValue = LatinLower(value);
            string lowerPattern = LatinLower(pattern);

            Assert.Equal(
                lowerValue.StartsWith(lowerPattern, StringComparison.Ordinal),
                AsciiBytes.StartsWithIgnoreCase(value, pattern));
            Assert.Equal(
                lowerValue.EndsWith(lowerPattern, StringComparison.Ordinal),
                AsciiBytes.EndsWithIgnoreCase(value, pattern));
            Assert.Equal(
                lowerValue.Contains(lowerPattern, StringComparison.Ordinal),
                AsciiBytes.ContainsIgnoreCase(value, pattern));
        }
    }

    private static byte[] RandomBytes(Random random, byte[] alphabet, int lengthMax)
    {
        var bytes = new byte[random.Next(lengthMax + 1)];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = alphabet[random.Next(alphabet.Length)];
        }

        return bytes;
    }

    private static string LatinLower(byte[] bytes) => string.Concat(
        bytes.Select(value => value is >= (byte)'A' and <= (byte)'Z' ? (char)(value + 32) : (char)value));
}
