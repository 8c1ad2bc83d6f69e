using System.CommandLine;
using Outrigger.Cli.Help;
using Outrigger.Cli.Options;
using Outrigger.Cli.Output;
using Outrigger.ControlPlane.Api.Contract;

namespace Outrigger.Cli.Commands;

/// <summary><c>outrigger ca</c>: the certificate authority, and the replacement of its root.</summary>
internal static class AuthorityCommand
{
    private static readonly Option<TimeSpan?> Wait =
        CommonOptions.Wait("every proxy has a certificate of the new root");

    private static readonly ChoiceOption<OutputFormat> Format =
        CommonOptions.Output(OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml);

    private static readonly Option<string?> StateDirectoryOption = CommonOptions.StateDirectory();

    public static Command Create(CommandConsole console)
    {
        var status = new DocumentedCommand(
            "status", "Show when the authority's certificates expire, and how far a rotation of the root is.",
            "outrigger ca status",
            "outrigger ca status -o json | jq '.certificates[].expiresInSeconds'")
        {
            Format, StateDirectoryOption,
        };
        status.SetAction((parsed, cancellation) => StatusAsync(parsed, console, cancellation));
        var rotate = new DocumentedCommand(
            "rotate", "Replace the root, in steps that interrupt no connection; a rotation under way goes on.",
            "outrigger ca rotate",
            "outrigger ca rotate --wait=10m")
        {
            Wait, Format, StateDirectoryOption,
        };
        rotate.SetAction((parsed, cancellation) => RotateAsync(parsed, console, cancellation));
        return new DocumentedCommand(
            "ca", "Look into the certificate authority, and replace its root.",
            "outrigger ca status",
            "outrigger ca rotate --wait=10m")
        {
            status, rotate,
        };
    }

    private static async Task<int> StatusAsync(
        ParseResult parsed, CommandConsole console, CancellationToken cancellation)
    {
        using var client = CommonOptions.CreateClient(parsed, StateDirectoryOption);
        Show(console, await client.AuthorityAsync(cancellation), Format.ValueIn(parsed));
        return ExitStatus.Success;
    }

    private static async Task<int> RotateAsync(
        ParseResult parsed, CommandConsole console, CancellationToken cancellation)
    {
        using var client = CommonOptions.CreateClient(parsed, StateDirectoryOption);
        var wait = parsed.GetValue(Wait);
        var authority = await client.RotateAuthorityAsync(wait, cancellation);
        Show(console, authority, Format.ValueIn(parsed));
        return wait is null || authority.IsSettled ? ExitStatus.Success : ExitStatus.NotSynced;
    }

    private static void Show(CommandConsole console, AuthorityView authority, OutputFormat format)
    {
        if (format != OutputFormat.Table)
        {
            DataWriter.Write(console, authority, format);
            return;
        }

        var now = console.Time.GetUtcNow();
        console.Out.WriteLine($"trust domain: {authority.TrustDomain}");
        console.Out.WriteLine($"rotation:     {DescribePhase(authority, now)}");
        console.Out.WriteLine($"certificates: {authority.LiveCertificates} of workloads have not expired");
        if (authority.Problem is { } problem) console.Out.WriteLine($"problem:      {problem}");
        console.Out.WriteLine();
        TableWriter.Write(console, new TextTable(
            ["CERTIFICATE", "ROLE", "USE", "EXPIRES IN", "SUBJECT"],
            [.. authority.Certificates.Select(each => (IReadOnlyList<string>)
            [
                each.Id, each.Role, each.Use, TimeLeft(now, each.NotAfter), each.Subject,
            ])]));
        if (authority.Awaited.Count == 0) return;
        console.Out.WriteLine();
        TableWriter.Write(console, new TextTable(
            ["WAITING FOR", "IDENTITY", "AT MOST"],
            [.. authority.Awaited.Select(proxy => (IReadOnlyList<string>)
            [
                proxy.Proxy, proxy.Identity, TimeLeft(now, proxy.NotAfter),
            ])]));
    }

    private static string DescribePhase(AuthorityView authority, DateTimeOffset now)
    {
        var since = $"{authority.Phase} since {Age.Of(authority.PhaseSince, now)}";
        return authority.Phase switch
        {
            "Distributing" => $"{since}: {Proxies(authority)} still to confirm that they trust the new root",
            "Signing" => $"{since}: {Proxies(authority)} still to get a certificate of the new root",
            "Retiring" when authority.RetiresAt is { } end =>
                $"{since}: the old root is dropped in {TimeLeft(now, end)}, with the last of its certificates",
            _ => since,
        };
    }

    private static string Proxies(AuthorityView authority) =>
        authority.Awaited.Count == 1 ? "1 proxy has" : $"{authority.Awaited.Count} proxies have";

    private static string TimeLeft(DateTimeOffset now, DateTimeOffset end) => end > now ? Age.Of(now, end) : "expired";
}
