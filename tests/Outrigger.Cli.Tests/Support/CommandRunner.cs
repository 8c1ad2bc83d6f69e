using Microsoft.Extensions.Time.Testing;

namespace Outrigger.Cli.Tests.Support;

/// <summary>Runs commands in this process.</summary>
internal static class CommandRunner
{
    /// <summary>
    /// Everything was made this long ago, so that a table's ages do not depend on how fast a test is.
    /// </summary>
    private static readonly TimeSpan Later = TimeSpan.FromHours(30.5);

    public static Task<CommandResult> RunAsync(params string[] arguments) => RunAsync("", arguments);

    /// <summary>Runs one command, without a terminal.</summary>
    public static async Task<CommandResult> RunAsync(string input, string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + Later);
        var console = new CommandConsole(
            new StringReader(input), output, error, IsTerminal: false, UseColor: false, time);
        var cancellation = TestContext.Current.CancellationToken;
        var status = await OutriggerCommand.RunAsync(arguments, console, cancellation);
        return new CommandResult(status, output.ToString(), error.ToString());
    }

    /// <summary>Splits a command line at its blanks.</summary>
    public static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
