using Outrigger.Resources.Text;

namespace Outrigger.Resources.Tests.Reading;

public class ScalarResolverTests
{
    [Theory]
    [InlineData("", "Null")]
    [InlineData("~", "Null")]
    [InlineData("null", "Null")]
    [InlineData("true", "Boolean")]
    [InlineData("No", "Boolean")]
    [InlineData("off", "Boolean")]
    [InlineData("80", "Integer")]
    [InlineData("-1", "Integer")]
    [InlineData("+7", "Integer")]
    [InlineData("0x1F", "Integer")]
    [InlineData("0o17", "Integer")]
    [InlineData("1_000", "Integer")]
    [InlineData("1.5", "Number")]
    [InlineData("1e3", "Number")]
    [InlineData(".inf", "Number")]
    [InlineData("1.5s", "Text")]
    [InlineData("10.0.0.1", "Text")]
    [InlineData("1.2.3", "Text")]
    [InlineData("v1", "Text")]
    [InlineData("-", "Text")]
    [InlineData("+", "Text")]
    [InlineData(".", "Text")]
    [InlineData("e", "Text")]
    [InlineData("nope", "Text")]
    [InlineData("0xZZ", "Text")]
    [InlineData("99999999999999999999999999999999", "Number")]
    public void A_plain_scalar_stands_for(string text, string kind) =>
        Assert.Equal(kind, ScalarResolver.Resolve(text).ToString());

    [Theory]
    [InlineData("0x1F", 31)]
    [InlineData("0b101", 5)]
    [InlineData("0o17", 15)]
    [InlineData("1_000", 1000)]
    [InlineData("-42", -42)]
    public void Integers_have_their_value(string text, int value)
    {
        Assert.True(ScalarResolver.TryParseInteger(text, out decimal parsed));
        Assert.Equal(value, parsed);
    }
}
