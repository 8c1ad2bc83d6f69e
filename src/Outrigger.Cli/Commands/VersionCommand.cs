using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using Outrigger.Cli.Help;
using Outrigger.Cli.Options;
using Outrigger.Cli.Output;

namespace Outrigger.Cli.Commands;

/// <summary><c>outrigger version</c>.</summary>
internal static class VersionCommand
{
    private static readonly ChoiceOption<OutputFormat> Format =
        CommonOptions.Output(OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml);

    public static Command Create(CommandConsole console)
    {
        var command = new DocumentedCommand(
            "version", "Show the version of this program.", "outrigger version -o json") { Format };
        command.SetAction(parsed => Run(parsed, console));
        return command;
    }

    private static int Run(ParseResult parsed, CommandConsole console)
    {
        var version = typeof(VersionCommand).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        var runtime = RuntimeInformation.FrameworkDescription;
        var platform = RuntimeInformation.RuntimeIdentifier;
        var format = Format.ValueIn(parsed);
        if (format == OutputFormat.Table)
        {
            console.Out.WriteLine($"outrigger {version} ({runtime}, {platform})");
            return ExitStatus.Success;
        }

        DataWriter.Write(console, new { version, runtime, platform }, format);
        return ExitStatus.Success;
    }
}
