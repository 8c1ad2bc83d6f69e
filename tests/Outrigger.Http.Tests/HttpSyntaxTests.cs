using System.Globalization;

namespace Outrigger.Http.Tests;

public sealed class HttpSyntaxTests
{
    private const string TokenPunctuation = "!#$%&'*+-.^_`|~";

    [Fact]
    public void Every_byte_at_every_place_is_classified_as_the_grammar_says()
    {
        for (int length = 1; length < 50; length++)
        {
            for (int at = 0; at < length; at++)
            {
                for (int b = 0; b < 256; b++)
                {
                    byte[] text = new byte[length];
                    text.AsSpan().Fill((byte)'a');
                    text[at] = (byte)b;
                    bool token = char.IsAsciiLetterOrDigit((char)b) || TokenPunctuation.Contains((char)b);
                    bool control = (b < 0x20 && b != '\t') || b == 0x7F;
                    bool target = b is > 0x20 and < 0x7F && b != '#';
                    bool right = HttpSyntax.IndexOfNonToken(text) == (token ? -1 : at)
                        && HttpSyntax.IndexOfControl(text) == (control ? at : -1)
                        && HttpSyntax.IndexOfNonTarget(text) == (target ? -1 : at);
                    if (!right)
                        Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"byte {b} at {at} of {length}"));
                }
            }
        }
    }

    [Fact]
    public void Lower_case_is_made_of_letters_only()
    {
        for (int length = 0; length < 40; length++)
        {
            for (int start = 0; start < 256; start++)
            {
                byte[] text = new byte[length];
                for (int i = 0; i < length; i++)
                    text[i] = (byte)(start + i);
                byte[] lower = new byte[length];
                HttpSyntax.CopyLower(text, lower);
                Assert.True(lower.AsSpan().SequenceEqual(Array.ConvertAll(text, Lower)));
            }
        }
    }

    private static byte Lower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b + 32) : b;
}
