using System.CommandLine;
using Outrigger.Cli.Help;
using Outrigger.Cli.Options;
using Outrigger.Cli.Output;

namespace Outrigger.Cli.Commands;

/// <summary><c>outrigger apply</c>: stores objects, and says when the proxies run with them.</summary>
internal static class ApplyCommand
{
    private static readonly Option<string[]> Files = CommonOptions.Files(
        "A YAML or JSON file, a folder, or - for standard input; may be repeated", isRequired: true);

    private static readonly Option<TimeSpan?> Wait = CommonOptions.Wait();

    private static readonly ChoiceOption<OutputFormat> Format =
        CommonOptions.Output(OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml, OutputFormat.Name);

    private static readonly Option<string?> StateDirectoryOption = CommonOptions.StateDirectory();

    public static Command Create(CommandConsole console)
    {
        var command = new DocumentedCommand(
            "apply", "Create or change objects. They are validated first, and stored until they are deleted.",
            "outrigger apply -f virtual-service-reviews-v3.yaml --wait",
            "outrigger apply -f mesh/ --wait=30s -o json",
            "sed s/v1/v2/ routes.yaml | outrigger apply -f -")
        {
            Files, Wait, Format, StateDirectoryOption,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, console, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, CommandConsole console, CancellationToken cancellation)
    {
        // Everything is read before anything is sent: a missing file must not leave half of the work done.
        var files = InputFiles.Read(parsed.GetRequiredValue(Files), console.In);
        using var client = CommonOptions.CreateClient(parsed, StateDirectoryOption);
        var report = new ChangeReport(console, Format.ValueIn(parsed));
        return await report.SendAllAsync(
            files, parsed.GetValue(Wait),
            (file, wait) => client.ApplyAsync(file.Text, file.Name, wait, cancellation));
    }
}
