using Outrigger.Local.Processes;

namespace Outrigger.Local.Tests.Processes;

public class ProcessTextTests
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["address"] = "127.9.128.2",
        ["port"] = "9080",
        ["podAddress"] = "127.9.0.2",
        ["pod"] = "reviews-v1-x",
        ["namespace"] = "default",
        ["deployment"] = "reviews-v1",
    };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("http://{address}:{port}/", "http://127.9.128.2:9080/")]
    [InlineData("{pod}.{namespace}@{podAddress}", "reviews-v1-x.default@127.9.0.2")]
    [InlineData("{{address}}", "{address}")]
    [InlineData("{\"json\": 1, \"port\": {port}}", "{\"json\": 1, \"port\": 9080}")]
    [InlineData("{} { } {1}", "{} { } {1}")]
    public void Placeholders_are_replaced_and_other_braces_stay(string text, string expected)
    {
        Assert.True(ProcessText.TryParse(text, out var parsed, out _));

        Assert.Equal(expected, parsed.Expand(Values));
        Assert.Equal(text, parsed.ToString());
    }

    [Fact]
    public void An_unknown_placeholder_is_named()
    {
        Assert.False(ProcessText.TryParse("--host={adress} --port={port}", out _, out var unknown));

        Assert.Equal("adress", unknown);
    }
}
