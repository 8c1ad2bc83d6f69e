using System.Text;
using Spectre.Console;

namespace Outrigger.Cli;

/// <summary>
/// Everything that a command reads from and writes to, so that tests can give it their own.
/// </summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">Standard output: what was asked for.</param>
/// <param name="Error">Standard error: warnings and mistakes.</param>
/// <param name="IsTerminal">Whether a person looks at <paramref name="Out"/>.</param>
/// <param name="UseColor">Whether <paramref name="Out"/> may have colours.</param>
/// <param name="Time">Tells how old things are.</param>
internal sealed record CommandConsole(
    TextReader In, TextWriter Out, TextWriter Error, bool IsTerminal, bool UseColor, TimeProvider Time)
{
    /// <summary>
    /// The console of this process. Colours are off where they are not wanted (https://no-color.org).
    /// </summary>
    public static CommandConsole OfProcess()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var isDumb = Environment.GetEnvironmentVariable("TERM") is "dumb";
        var isTerminal = !Console.IsOutputRedirected && !isDumb;
        var noColor = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new CommandConsole(
            Console.In, Console.Out, Console.Error, isTerminal, isTerminal && !noColor, TimeProvider.System);
    }

    /// <summary>The same output for pictures that a terminal can show.</summary>
    public IAnsiConsole CreateAnsiConsole() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Out),
        Ansi = IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = UseColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
    });
}
