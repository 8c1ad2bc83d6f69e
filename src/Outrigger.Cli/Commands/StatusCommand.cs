using System.CommandLine;
using Outrigger.Cli.Help;
using Outrigger.Cli.Options;
using Outrigger.Cli.Output;

namespace Outrigger.Cli.Commands;

/// <summary>
/// <c>outrigger status</c>: whether the control plane serves, and what is wrong with the configuration.
/// </summary>
internal static class StatusCommand
{
    private static readonly ChoiceOption<OutputFormat> Format =
        CommonOptions.Output(OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml);

    private static readonly Option<string?> StateDirectoryOption = CommonOptions.StateDirectory();

    public static Command Create(CommandConsole console)
    {
        var command = new DocumentedCommand(
            "status", "Show the control plane's state, and every message about the configuration.",
            "outrigger status",
            "outrigger status -o json | jq .version")
        {
            Format, StateDirectoryOption,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, console, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, CommandConsole console, CancellationToken cancellation)
    {
        using var client = CommonOptions.CreateClient(parsed, StateDirectoryOption);
        var status = await client.StatusAsync(cancellation: cancellation);
        var format = Format.ValueIn(parsed);
        if (format == OutputFormat.Table)
        {
            console.Out.WriteLine($"ready:    {(status.Ready ? "yes" : "no")}");
            console.Out.WriteLine($"version:  {status.Version} (proxies are told of {status.PushedVersion})");
            console.Out.WriteLine($"proxies:  {status.Proxies}");
            console.Out.WriteLine($"messages: {status.Diagnostics.Count}");
            foreach (var diagnostic in status.Diagnostics) console.Out.WriteLine($"  {diagnostic}");
        }
        else
        {
            DataWriter.Write(console, status, format);
        }

        return status.Ready ? ExitStatus.Success : ExitStatus.Failure;
    }
}
