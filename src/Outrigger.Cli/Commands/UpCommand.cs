using System.CommandLine;
using Outrigger.Cli.Help;
using Outrigger.Cli.Options;
using Outrigger.ControlPlane;
using Outrigger.Local;
using Outrigger.Local.Networking;
using Outrigger.Local.Supervision;

namespace Outrigger.Cli.Commands;

/// <summary><c>outrigger up</c>: runs a whole mesh on this machine until it is told to stop.</summary>
internal static class UpCommand
{
    private static readonly Option<string[]> Files = CommonOptions.Files(
        "YAML files and folders to run; they are watched [default: the bundled Bookinfo]");

    private static readonly Option<string?> Processes = new("--processes")
    {
        HelpName = "FILE",
        Description = "Which command each Deployment runs as [default: the bundled Bookinfo's]",
    };

    private static readonly Option<int> HttpPort = ParsedOptions.Port(
        "--http-port", "The port of the ingress gateway on 127.0.0.1", MeshRunnerOptions.DefaultHttpPort);

    private static readonly ChoiceOption<InterceptionMode> Interception = new(
        ["--interception"], "How traffic reaches sidecars: by http_proxy, or by iptables (needs root)",
        ("none", InterceptionMode.None), ("redirect", InterceptionMode.Redirect));

    private static readonly Option<string?> Proxy = new("--proxy")
    {
        HelpName = "PATH",
        Description = "The proxy program [default: $OUTRIGGER_PROXY, else the one that was built here]",
    };

    private static readonly Option<int?> XdsPort = ParsedOptions.OptionalPort(
        "--xds-port", "The port where the control plane serves in clear text, on loopback [default: 15010]");

    private static readonly Option<int?> TlsPort = ParsedOptions.OptionalPort(
        "--tls-port", "The port where the control plane serves proxies, by TLS [default: 15012]");

    private static readonly Option<string?> AuthorityFolder = new("--ca-dir")
    {
        HelpName = "DIR",
        Description = "The CA to sign with, as for control-plane [default: a root of the mesh's own]",
    };

    private static readonly Option<TimeSpan?> CertificateLifetime = ParsedOptions.OptionalDuration(
        "--certificate-ttl", "How long workloads' certificates are good [default: 24h]");

    private static readonly ChoiceOption<RestartPolicy> Restart = new(
        ["--control-plane-restart"], "Whether the control plane is started again when it ends",
        ("always", RestartPolicy.Always), ("never", RestartPolicy.Never));

    private static readonly Option<bool> NoTable = new("--no-table")
    {
        Description = "Print a line for each change instead of a live table",
    };

    private static readonly Option<string?> StateDirectoryOption = CommonOptions.StateDirectory();

    public static Command Create(CommandConsole console)
    {
        var command = new DocumentedCommand(
            "up", "Run a mesh on this machine: control plane, ingress gateway, workloads with sidecars.",
            "outrigger up",
            "outrigger up -f mesh/ --processes processes.yaml --http-port 9000",
            "sudo outrigger up --interception redirect")
        {
            Files, Processes, HttpPort, Interception, Proxy, XdsPort, TlsPort, AuthorityFolder, CertificateLifetime,
            Restart, NoTable, StateDirectoryOption,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, console, cancellation));
        return command;
    }

    /// <summary>What was asked for, as the local runtime has it.</summary>
    public static MeshRunnerOptions Bind(ParseResult parsed) => new()
    {
        ConfigPaths = parsed.GetRequiredValue(Files),
        ProcessesFile = parsed.GetValue(Processes),
        HttpPort = parsed.GetValue(HttpPort),
        Interception = Interception.ValueIn(parsed),
        StateDirectory = StateDirectory.Resolve(parsed.GetValue(StateDirectoryOption)),
        ProxyPath = parsed.GetValue(Proxy),
        XdsPort = parsed.GetValue(XdsPort),
        TlsPort = parsed.GetValue(TlsPort),
        AuthorityFolder = parsed.GetValue(AuthorityFolder),
        CertificateLifetime = parsed.GetValue(CertificateLifetime),
        ControlPlaneRestart = Restart.ValueIn(parsed),
        NoTable = parsed.GetValue(NoTable),
    };

    private static async Task<int> RunAsync(
        ParseResult parsed, CommandConsole console, CancellationToken cancellation)
    {
        await new MeshRunner(Bind(parsed), console.Time, console.CreateAnsiConsole()).RunAsync(cancellation);
        return ExitStatus.Success;
    }
}
