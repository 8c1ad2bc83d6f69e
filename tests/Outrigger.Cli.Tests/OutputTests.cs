using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Outrigger.Cli.Logging;
using Outrigger.Cli.Output;
using Outrigger.Cli.Tests.Support;

namespace Outrigger.Cli.Tests;

/// <summary>How things are written.</summary>
public sealed class OutputTests
{
    private static readonly TextTable Table = new(
        ["NAME", "VERDICT", "HOSTS"],
        [["one", "accepted", "a,b"], ["a-longer-name", "rejected", ""]]);

    [Fact]
    public void Without_a_terminal_columns_are_plain_and_no_cell_is_empty()
    {
        using var output = new StringWriter { NewLine = "\n" };
        TableWriter.Write(ConsoleOf(output, isTerminal: false, useColor: false), Table);
        Assert.Equal(
            """
            NAME            VERDICT    HOSTS
            one             accepted   a,b
            a-longer-name   rejected   <none>

            """,
            output.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_terminal_gets_colours_only_where_they_are_wanted(bool useColor)
    {
        using var output = new StringWriter { NewLine = "\n" };
        TableWriter.Write(ConsoleOf(output, isTerminal: true, useColor), Table);
        Assert.Contains("a-longer-name", output.ToString(), StringComparison.Ordinal);
        if (!useColor) Assert.DoesNotContain("\u001b[3", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Brackets_of_a_name_are_no_markup() =>
        Assert.Equal("[[red]]", StatusColor.Paint("[red]"));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(125, "2m5s")]
    [InlineData(600, "10m")]
    [InlineData(10_799, "179m")]
    [InlineData(10_800, "3h")]
    [InlineData(12_600, "3h30m")]
    [InlineData(36_000, "10h")]
    [InlineData(172_800, "2d")]
    [InlineData(176_400, "2d1h")]
    [InlineData(8_640_000, "100d")]
    [InlineData(-5, "0s")]
    public void Ages_are_short(int seconds, string expected)
    {
        var now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        Assert.Equal(expected, Age.Of(now.AddSeconds(-seconds), now));
    }

    [Theory]
    [InlineData("sidecar~127.1.0.2~reviews-v1.default~default.svc.cluster.local", "reviews-v1.default")]
    [InlineData("grpc-client-7", "grpc-client-7")]
    public void Proxies_are_called_by_their_pod(string nodeId, string expected) =>
        Assert.Equal(expected, ProxyName.Of(nodeId));

    [Fact]
    public void A_log_entry_is_one_line_whatever_is_in_it()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));
        using var lines = new LineLoggerProvider(output, time);
        var logger = lines.CreateLogger("Outrigger.ControlPlane.Push.PushScheduler");
#pragma warning disable CA1848, CA2254 // The text itself is what is tested.
        var exception = new InvalidOperationException("first\nsecond");
        logger.LogWarning(exception, "found\r\n{File}", "a.yaml\nforged entry");
#pragma warning restore CA1848, CA2254
        Assert.Equal(
            "2026-01-02T03:04:05.678Z warn  PushScheduler: found | a.yaml | forged entry"
            + " | System.InvalidOperationException: first | second\n",
            output.ToString());
    }

    private static CommandConsole ConsoleOf(StringWriter output, bool isTerminal, bool useColor) =>
        new(TextReader.Null, output, TextWriter.Null, isTerminal, useColor, TimeProvider.System);
}
