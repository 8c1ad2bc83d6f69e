using System.CommandLine;
using Outrigger.Analysis;
using Outrigger.Cli.Help;
using Outrigger.Cli.Options;
using Outrigger.Cli.Output;
using Outrigger.Config;
using Outrigger.Config.Files;
using Outrigger.ControlPlane.Api.Contract;
using Outrigger.Resources;

namespace Outrigger.Cli.Commands;

/// <summary><c>outrigger validate</c>: says what is wrong with files, without a mesh.</summary>
internal static class ValidateCommand
{
    private static readonly Option<string[]> Files = CommonOptions.Files(
        "A YAML or JSON file, a folder, or - for standard input; may be repeated", isRequired: true);

    private static readonly ChoiceOption<OutputFormat> Format =
        CommonOptions.Output(OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml);

    public static Command Create(CommandConsole console)
    {
        var command = new DocumentedCommand(
            "validate", "Check files without a running mesh; the status is 1 when there is an error.",
            "outrigger validate -f mesh/",
            "outrigger validate -f routes.yaml -o json")
        {
            Files, Format,
        };
        command.SetAction(parsed => Run(parsed, console));
        return command;
    }

    private static int Run(ParseResult parsed, CommandConsole console)
    {
        var files = InputFiles.Read(parsed.GetRequiredValue(Files), console.In);
        var (objects, messages) = Check(files, console.Time);
        var errors = messages.Count(message => message.Severity == Severity.Error);
        var format = Format.ValueIn(parsed);
        if (format == OutputFormat.Table)
        {
            foreach (var message in messages) console.Out.WriteLine(message);
            var warnings = messages.Count(message => message.Severity == Severity.Warning);
            console.Out.WriteLine(
                $"{Count(objects, "object")} in {Count(files.Count, "file")}: "
                + $"{Count(errors, "error")}, {Count(warnings, "warning")}");
        }
        else
        {
            DataWriter.Write(console, messages.Select(DiagnosticView.Of).ToList(), format);
        }

        return errors == 0 ? ExitStatus.Success : ExitStatus.Failure;
    }

    private static (int Objects, List<Diagnostic> Messages) Check(
        IReadOnlyList<InputFile> files, TimeProvider time)
    {
        var inForce = new Dictionary<ResourceKey, ResourceObject>();
        var messages = new List<Diagnostic>();
        foreach (var file in files)
        {
            var read = ResourceReader.Read(file.Text, file.Name);
            messages.AddRange(read.Diagnostics);
            foreach (var resource in read.Objects)
            {
                if (inForce.TryGetValue(resource.Key, out var shadowed))
                {
                    messages.Add(Shadowed(shadowed, resource));
                }

                inForce[resource.Key] = resource;
            }
        }

        // The store fills in what objects have in a mesh, such as their age, which decides between rivals.
        var store = new ConfigStore(time);
        var snapshot = store.Replace(new ConfigSource(ConfigLayer.Files, "validate"), [.. inForce.Values]);
        var analysis = Analyzer.Analyze(snapshot);
        return (inForce.Count, [.. messages.Concat(analysis.Messages).Distinct().OrderBy(PlaceOf)]);
    }

    private static Diagnostic Shadowed(ResourceObject shadowed, ResourceObject later) => new()
    {
        Severity = Severity.Warning,
        Code = ConfigCodes.ShadowedObject,
        Message = $"the object is without effect, because the later {later.Position} has it too",
        Position = shadowed.Position,
        Resource = shadowed.Key,
    };

    private static (string File, int Line, int Column) PlaceOf(Diagnostic message) =>
        (message.File, message.Line, message.Column);

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
