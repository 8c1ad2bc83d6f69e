using System.CommandLine;
using System.Text.Json;
using Outrigger.Cli.Help;
using Outrigger.Cli.Options;
using Outrigger.Cli.Output;
using Outrigger.Cli.Tables;
using Outrigger.Resources;

namespace Outrigger.Cli.Commands;

/// <summary><c>outrigger get</c>: shows objects of any kind, and the endpoints of services.</summary>
internal static class GetCommand
{
    private static readonly Argument<string> Kind = new("kind")
    {
        HelpName = "KIND",
        Description = "The kind, its plural or its short name; or endpoints",
    };

    private static readonly Argument<string?> Name = new("name")
    {
        HelpName = "NAME",
        Description = "The object's name; all objects when it is left out",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> Namespace = CommonOptions.Namespace();

    private static readonly Option<bool> AllNamespaces = new("--all-namespaces", "-A")
    {
        Description = "The objects of every namespace",
    };

    private static readonly ChoiceOption<OutputFormat> Format =
        CommonOptions.Output(OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml, OutputFormat.Name);

    private static readonly Option<string?> StateDirectoryOption = CommonOptions.StateDirectory();

    public static Command Create(CommandConsole console)
    {
        var command = new DocumentedCommand(
            "get", "Show objects of a kind, or the endpoints of a service with their health.",
            "outrigger get virtualservices",
            "outrigger get vs reviews -o yaml",
            "outrigger get pods -A",
            "outrigger get endpoints reviews")
        {
            Kind, Name, Namespace, AllNamespaces, Format, StateDirectoryOption,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, console, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, CommandConsole console, CancellationToken cancellation)
    {
        using var client = CommonOptions.CreateClient(parsed, StateDirectoryOption);
        var chosen = parsed.GetValue(AllNamespaces) ? null : parsed.GetRequiredValue(Namespace);
        var format = Format.ValueIn(parsed);
        var kindText = parsed.GetRequiredValue(Kind);
        if (ServiceEndpoints.IsMeantBy(kindText))
        {
            return await new ServiceEndpoints(client, console).ShowAsync(
                ServiceEndpoints.ServiceOf(kindText) ?? parsed.GetValue(Name), chosen, format, cancellation);
        }

        var (kind, name) = KindArgument.Parse(kindText, parsed.GetValue(Name));
        if (name is not null && chosen is null && kind.IsNamespaced)
        {
            const string Message = "a NAME is looked up in one namespace: leave out -A";
            throw new CommandException(Message, ExitStatus.Usage);
        }

        var found = await client.GetAsync(kind.Name, kind.IsNamespaced ? chosen : null, name, cancellation);
        var items = name is null ? found.GetProperty("items").EnumerateArray().ToList() : [found];
        Show(console, kind, found, items, format, isAcrossNamespaces: chosen is null && kind.IsNamespaced);
        if (items.Count == 0 && format == OutputFormat.Table)
        {
            var where = chosen is null || !kind.IsNamespaced ? "" : $" in namespace {chosen}";
            console.Error.WriteLine($"found no {kind.Plural}{where}");
        }

        return ExitStatus.Success;
    }

    private static void Show(
        CommandConsole console, ResourceKind kind, JsonElement found, List<JsonElement> items,
        OutputFormat format, bool isAcrossNamespaces)
    {
        switch (format)
        {
            case OutputFormat.Table when items.Count > 0:
                var now = console.Time.GetUtcNow();
                TableWriter.Write(console, ObjectTable.Of(kind, items, isAcrossNamespaces, now));
                break;
            case OutputFormat.Name:
                foreach (var item in items)
                {
                    console.Out.WriteLine($"{kind.Singular}/{item.Field("metadata.name").Text()}");
                }

                break;
            case OutputFormat.Json or OutputFormat.Yaml:
                DataWriter.Write(console, found, format);
                break;
        }
    }
}
