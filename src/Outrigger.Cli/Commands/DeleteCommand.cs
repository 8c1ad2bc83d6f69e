using System.CommandLine;
using Outrigger.Cli.Help;
using Outrigger.Cli.Options;
using Outrigger.Cli.Output;

namespace Outrigger.Cli.Commands;

/// <summary><c>outrigger delete</c>: takes back what was applied.</summary>
internal static class DeleteCommand
{
    private static readonly Argument<string?> Kind = new("kind")
    {
        HelpName = "KIND",
        Description = "The kind, its plural or its short name",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Argument<string?> Name = new("name")
    {
        HelpName = "NAME",
        Description = "The object's name",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string[]> Files = CommonOptions.Files(
        "Delete the objects that this file, folder or standard input (-) names; may be repeated");

    private static readonly Option<string> Namespace = CommonOptions.Namespace();

    private static readonly Option<TimeSpan?> Wait = CommonOptions.Wait();

    private static readonly ChoiceOption<OutputFormat> Format =
        CommonOptions.Output(OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml, OutputFormat.Name);

    private static readonly Option<string?> StateDirectoryOption = CommonOptions.StateDirectory();

    public static Command Create(CommandConsole console)
    {
        var command = new DocumentedCommand(
            "delete", "Delete objects that were applied.",
            "outrigger delete virtualservice reviews --wait",
            "outrigger delete -f virtual-service-reviews-v3.yaml")
        {
            Kind, Name, Files, Namespace, Wait, Format, StateDirectoryOption,
        };
        command.Validators.Add(result =>
        {
            var hasFiles = result.GetValue(Files) is { Length: > 0 };
            if (hasFiles == result.GetValue(Kind) is not null)
            {
                result.AddError("expected either KIND and NAME, or -f");
            }
        });
        command.SetAction((parsed, cancellation) => RunAsync(parsed, console, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, CommandConsole console, CancellationToken cancellation)
    {
        var wait = parsed.GetValue(Wait);
        using var client = CommonOptions.CreateClient(parsed, StateDirectoryOption);
        var report = new ChangeReport(console, Format.ValueIn(parsed));
        if (parsed.GetValue(Kind) is { } kindText)
        {
            var (kind, name) = KindArgument.Parse(kindText, parsed.GetValue(Name));
            if (name is null)
            {
                throw new CommandException("NAME is missing after KIND", ExitStatus.Usage);
            }

            report.Add(await client.DeleteAsync(
                kind.Name, parsed.GetRequiredValue(Namespace), name, wait, cancellation));
            return report.Finish();
        }

        var files = InputFiles.Read(parsed.GetRequiredValue(Files), console.In);
        return await report.SendAllAsync(
            files, wait,
            (file, waitForThis) => client.DeleteAsync(file.Text, file.Name, waitForThis, cancellation));
    }
}
