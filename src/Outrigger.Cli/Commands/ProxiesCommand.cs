using System.CommandLine;
using Outrigger.Cli.Help;
using Outrigger.Cli.Options;
using Outrigger.Cli.Output;
using Outrigger.ControlPlane.Api.Contract;

namespace Outrigger.Cli.Commands;

/// <summary>
/// <c>outrigger proxies</c>: which proxies are connected, and how far each is with the configuration.
/// </summary>
internal static class ProxiesCommand
{
    private static readonly string[] Types = ["CDS", "LDS", "EDS", "RDS"];

    private static readonly ChoiceOption<OutputFormat> Format =
        CommonOptions.Output(OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml, OutputFormat.Name);

    private static readonly Option<string?> StateDirectoryOption = CommonOptions.StateDirectory();

    public static Command Create(CommandConsole console)
    {
        var command = new DocumentedCommand(
            "proxies", "Show the connected proxies and whether each has acknowledged its configuration.",
            "outrigger proxies",
            "outrigger proxies -o json")
        {
            Format, StateDirectoryOption,
        };
        command.Aliases.Add("proxy-status");
        command.SetAction((parsed, cancellation) => RunAsync(parsed, console, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, CommandConsole console, CancellationToken cancellation)
    {
        using var client = CommonOptions.CreateClient(parsed, StateDirectoryOption);
        var proxies = await client.ProxiesAsync(cancellation);
        switch (Format.ValueIn(parsed))
        {
            case OutputFormat.Table:
                ShowTable(console, proxies);
                break;
            case OutputFormat.Name:
                foreach (var proxy in proxies) console.Out.WriteLine(ProxyName.Of(proxy.Id));
                break;
            case var format:
                DataWriter.Write(console, proxies, format);
                break;
        }

        return ExitStatus.Success;
    }

    private static void ShowTable(CommandConsole console, IReadOnlyList<ProxyView> proxies)
    {
        if (proxies.Count == 0)
        {
            console.Error.WriteLine("no proxy is connected");
            return;
        }

        var now = console.Time.GetUtcNow();
        string[] columns = ["NAME", .. Types, "VERSION", "VARIANT", "CONNECTED"];
        var rows = proxies.Select(proxy => (IReadOnlyList<string>)
        [
            ProxyName.Of(proxy.Id), .. Types.Select(type => StateOf(proxy, type)),
            $"{proxy.Version}", proxy.Variant, Age.Of(proxy.ConnectedSince, now),
        ]);
        TableWriter.Write(console, new TextTable(columns, [.. rows]));
        foreach (var proxy in proxies)
        {
            foreach (var type in proxy.Types.Where(type => type.Rejection is not null))
            {
                console.Error.WriteLine($"{ProxyName.Of(proxy.Id)} rejected {type.Type}: {type.Rejection}");
            }
        }
    }

    private static string StateOf(ProxyView proxy, string type) =>
        proxy.Types.FirstOrDefault(each => each.Type == type)?.State switch
        {
            null => "",
            "Synced" => "SYNCED",
            "NotSent" => "NOT SENT",
            "Stale" => "STALE",
            "Error" => "ERROR",
            var other => other.ToUpperInvariant(),
        };
}
