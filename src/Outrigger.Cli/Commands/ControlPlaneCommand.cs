using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Microsoft.Extensions.Logging;
using Outrigger.Cli.Help;
using Outrigger.Cli.Logging;
using Outrigger.Cli.Options;
using Outrigger.ControlPlane;
using Outrigger.ControlPlane.Security;
using Outrigger.Identity;

namespace Outrigger.Cli.Commands;

/// <summary>
/// <c>outrigger control-plane</c>: the control plane in the foreground, until it is told to stop.
/// </summary>
internal static class ControlPlaneCommand
{
    private const int XdsPortDefault = 15010;
    private const int TlsPortDefault = 15012;

    private static readonly Option<string[]> Files = CommonOptions.Files(
        "YAML files and folders with configuration; they are watched");

    private static readonly Option<IPAddress> XdsAddress = ParsedOptions.Address(
        "--xds-address", "Where proxies connect, in clear text and by TLS", IPAddress.Loopback);

    private static readonly Option<int> XdsPort = ParsedOptions.PortOrAny(
        "--xds-port", "The port for clear text; 0 lets the system choose", XdsPortDefault);

    private static readonly Option<int> TlsPort = ParsedOptions.PortOrAny(
        "--tls-port", "The port for TLS, discovery and certificates; 0 lets the system choose", TlsPortDefault);

    private static readonly Option<bool> NoClearText = new("--no-clear-text")
    {
        Description = "Serve proxies by TLS only",
    };

    private static readonly Option<bool> AllowClearText = new("--allow-clear-text")
    {
        Description = "Serve clear text also where --xds-address is not a loopback address",
    };

    private static readonly Option<string?> AuthorityFolder = new("--ca-dir")
    {
        HelpName = "DIR",
        Description = "The CA to sign with: ca-cert.pem, ca-key.pem, root-cert.pem and cert-chain.pem; watched "
            + "[default: a root of the mesh's own]",
    };

    private static readonly Option<TrustDomain> Domain = new("--trust-domain")
    {
        HelpName = "NAME",
        Description = "The trust domain of the mesh's identities, where MeshConfig names none",
        DefaultValueFactory = _ => TrustDomain.Default,
        CustomParser = ParseTrustDomain,
    };

    private static readonly Option<string?> TokenIssuer = new("--kubernetes-token-issuer")
    {
        HelpName = "URL",
        Description = "Accept the projected tokens of this cluster, by the keys that it publishes",
    };

    private static readonly Option<string?> TokenKeys = new("--kubernetes-token-keys")
    {
        HelpName = "FILE",
        Description = "The cluster's JSON Web Key Set [default: asked for at the issuer]",
    };

    private static readonly Option<bool> TokenReview = new("--kubernetes-token-review")
    {
        Description = "Have the cluster that the control plane runs in judge its tokens",
    };

    private static readonly ChoiceOption<LogLevel> Level = new(
        ["--log-level"], "The least that is logged",
        ("info", LogLevel.Information), ("debug", LogLevel.Debug), ("warning", LogLevel.Warning),
        ("error", LogLevel.Error));

    private static readonly Option<string?> StateDirectoryOption = CommonOptions.StateDirectory();

    public static Command Create(CommandConsole console)
    {
        var command = new DocumentedCommand(
            "control-plane", "Run only the control plane, in the foreground, logging to standard error.",
            "outrigger control-plane -f mesh/",
            "outrigger control-plane --state-dir /var/lib/mesh --xds-address 10.0.0.1 --xds-port 15010")
        {
            Files, XdsAddress, XdsPort, TlsPort, NoClearText, AllowClearText, AuthorityFolder, Domain,
            TokenIssuer, TokenKeys, TokenReview, Level, StateDirectoryOption,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, console, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, CommandConsole console, CancellationToken cancellation)
    {
        var options = new ControlPlaneOptions
        {
            StateDirectory = StateDirectory.Resolve(parsed.GetValue(StateDirectoryOption)),
            Paths = parsed.GetRequiredValue(Files),
            XdsAddress = parsed.GetRequiredValue(XdsAddress),
            XdsPort = parsed.GetValue(NoClearText) ? null : parsed.GetValue(XdsPort),
            AllowClearTextBeyondLoopback = parsed.GetValue(AllowClearText),
            SecurePort = parsed.GetValue(TlsPort),
            PluggedInAuthority = parsed.GetValue(AuthorityFolder) is { } folder ? Path.GetFullPath(folder) : null,
            TrustDomain = parsed.GetValue(Domain),
            TokenVerifiers = domain => ClusterTokens.Verifiers(
                parsed.GetValue(TokenIssuer), parsed.GetValue(TokenKeys), parsed.GetValue(TokenReview), domain,
                console.Time),
            Time = console.Time,
        };
        if (options.Paths.FirstOrDefault(path => !Path.Exists(path)) is { } missing)
        {
            throw new CommandException($"there is no file or folder {missing}");
        }

        using var lines = new LineLoggerProvider(console.Error, console.Time);
        await using var server = await ControlPlaneServer.StartAsync(
            options, logging => Configure(logging, lines, Level.ValueIn(parsed)), cancellation);
        var log = lines.CreateLogger(nameof(ControlPlane));
        var apiSocket = StateDirectory.ApiSocket(options.StateDirectory);
        ControlPlaneLog.Serving(
            log, server.XdsEndpoint.Port == 0 ? null : server.XdsEndpoint, server.SecureEndpoint, apiSocket);
        await server.WaitForShutdownAsync(cancellation);
        ControlPlaneLog.Stopping(log);
        return ExitStatus.Success;
    }

    private static TrustDomain ParseTrustDomain(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TrustDomain.TryParse(text, out var domain)) return domain;
        result.AddError($"--trust-domain: found '{text}', expected a name such as cluster.local");
        return TrustDomain.Default;
    }

    private static void Configure(ILoggingBuilder logging, LineLoggerProvider lines, LogLevel level)
    {
        logging.SetMinimumLevel(level);
        // The web server's own chatter about every request helps only those who look for a fault in it.
        logging.AddFilter("Microsoft", level == LogLevel.Debug ? LogLevel.Information : LogLevel.Warning);
        // A start that fails is reported by the command itself, in one sentence.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.AddFilter("Grpc", level == LogLevel.Debug ? LogLevel.Debug : LogLevel.Warning);
        logging.AddProvider(lines);
    }
}
