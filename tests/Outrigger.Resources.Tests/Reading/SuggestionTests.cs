using Outrigger.Resources.Text;

namespace Outrigger.Resources.Tests.Reading;

public class SuggestionTests
{
    private static readonly string[] Known = ["route", "redirect", "rewrite", "retries", "match", "timeout"];

    [Theory]
    [InlineData("rout", "route")]
    [InlineData("routes", "route")]
    [InlineData("Route", "route")]
    [InlineData("mathc", "match")]
    [InlineData("time_out", "timeout")]
    [InlineData("banana", null)]
    [InlineData("x", null)]
    public void Guesses_the_name_that_was_meant(string written, string? meant) =>
        Assert.Equal(meant, Suggestion.For(written, Known));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "ABC", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "abd", 1)]
    [InlineData("abc", "xyz", 3)]
    public void Counts_slips(string left, string right, int distance) =>
        Assert.Equal(distance, Suggestion.Distance(left, right));
}
