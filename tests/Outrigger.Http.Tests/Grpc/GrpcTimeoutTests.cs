using System.Text;
using Outrigger.Http.Grpc;

namespace Outrigger.Http.Tests.Grpc;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("30S", 30_000)]
    [InlineData("250m", 250)]
    [InlineData("1u", 1)]
    [InlineData("1000u", 1)]
    [InlineData("1001u", 2)]
    [InlineData("999999n", 1)]
    [InlineData("0n", 0)]
    [InlineData("99999999H", 359_999_996_400_000)]
    public void A_timeout_is_read_in_milliseconds(string text, long expected)
    {
        Assert.True(GrpcTimeout.TryParse(Encoding.ASCII.GetBytes(text), out var milliseconds));
        Assert.Equal(expected, milliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("123456789S")]
    [InlineData("-1S")]
    [InlineData("1 S")]
    [InlineData("1s")]
    [InlineData("1.5S")]
    public void What_is_malformed_is_refused(string text) =>
        Assert.False(GrpcTimeout.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData(0, "0m")]
    [InlineData(99_999_999, "99999999m")]
    [InlineData(100_000_999, "100000S")]
    [InlineData(99_999_999_999, "99999999S")]
    [InlineData(100_000_000_000, "1666666M")]
    [InlineData(long.MaxValue, "99999999H")]
    public void A_timeout_is_written_in_the_finest_unit_that_holds_it(long milliseconds, string expected)
    {
        Span<byte> text = stackalloc byte[GrpcTimeout.TextLengthMax];
        Assert.Equal(expected, Encoding.ASCII.GetString(text[..GrpcTimeout.Write(milliseconds, text)]));
    }
}
