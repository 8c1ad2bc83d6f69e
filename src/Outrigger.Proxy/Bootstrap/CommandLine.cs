using System.Globalization;
using Outrigger.Proxy.Logging;

namespace Outrigger.Proxy.Bootstrap;

/// <summary>What a command line asks for: exactly one of the members is set.</summary>
/// <param name="Options">Run with these options.</param>
/// <param name="Output">Print this and end with success.</param>
/// <param name="Error">Print this as an error and end with status 2.</param>
internal sealed record CommandLineResult(ProxyOptions? Options, string? Output, string? Error);

/// <summary>Reads the command line. Options are written <c>--name value</c> or <c>--name=value</c>.</summary>
internal static class CommandLine
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        outrigger-proxy: the Outrigger data plane, configured by Envoy's bootstrap.

        Usage: outrigger-proxy -c FILE [options]

          -c, --config-path FILE   The bootstrap, YAML or JSON.
              --config-yaml TEXT   The bootstrap as text; with -c, it is merged over the file.
              --mode MODE          serve (default), or validate: check the bootstrap and end.
              --concurrency N      Number of worker threads; default: the number of CPUs.
          -l, --log-level LEVEL    trace, debug, info (default), warning, error, critical or off.
              --state-dir DIR      Keep the last accepted xDS resources here, and start from them when no
                                   management server answers.
              --drain-time-s N     Seconds that connections may go on after SIGTERM; default 600.
              --version            Print the version.
          -h, --help               Print this.

        Example: outrigger-proxy -c bootstrap.yaml --concurrency 2
        """;

    /// <summary>Reads the arguments.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="processorsCount">How many workers there are by default.</param>
    public static CommandLineResult Parse(IReadOnlyList<string> arguments, int processorsCount)
    {
        var options = new ProxyOptions { Concurrency = Math.Max(1, processorsCount) };
        for (int i = 0; i < arguments.Count; i++)
        {
            (string name, string? value) = Split(arguments[i]);
            if (name is "--help" or "-h")
            {
                return new CommandLineResult(null, Help, null);
            }

            if (name is "--version")
            {
                return new CommandLineResult(null, ProgramVersion.Text, null);
            }

            if (!IsKnown(name))
            {
                return Fail($"unknown argument \"{arguments[i]}\"; --help lists the known ones");
            }

            value ??= ++i < arguments.Count ? arguments[i] : null;
            if (value is null)
            {
                return Fail($"{name} needs a value");
            }

            (options, string? error) = Apply(options, name, value);
            if (error is not null)
            {
                return Fail(error);
            }
        }

        return options.ConfigPath is null && options.ConfigYaml is null
            ? Fail("no configuration: give -c FILE or --config-yaml TEXT")
            : new CommandLineResult(options, null, null);
    }

    private static CommandLineResult Fail(string message) => new(null, null, message);

    private static (string Name, string? Value) Split(string argument)
    {
        int equals = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=') : -1;
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }

    private static bool IsKnown(string name) => name
        is "-c" or "--config-path" or "--config-yaml" or "--mode" or "--concurrency" or "-l" or "--log-level"
        or "--state-dir" or "--drain-time-s";

    private static (ProxyOptions Options, string? Error) Apply(
        ProxyOptions options, string name, string value)
    {
        switch (name)
        {
            case "-c" or "--config-path":
                return (options with { ConfigPath = value }, null);
            case "--config-yaml":
                return (options with { ConfigYaml = value }, null);
            case "--state-dir":
                return (options with { StateDirectory = value }, null);
            case "--mode":
                return value switch
                {
                    "serve" => (options with { Mode = ProxyMode.Serve }, null),
                    "validate" => (options with { Mode = ProxyMode.Validate }, null),
                    _ => (options, $"--mode {value}: expected serve or validate"),
                };
            case "-l" or "--log-level":
                return LogLevels.TryParse(value, out LogLevel level)
                    ? (options with { LogLevel = level }, null)
                    : (options, $"--log-level {value}: expected one of {string.Join(", ", LogLevels.Names)}");
            case "--concurrency":
                return TryParse(value, 1, 1024, out int workers)
                    ? (options with { Concurrency = workers }, null)
                    : (options, $"--concurrency {value}: expected a number from 1 to 1024");
            default:
                return TryParse(value, 0, 86_400, out int seconds)
                    ? (options with { DrainTimeSeconds = seconds }, null)
                    : (options, $"--drain-time-s {value}: expected a number from 0 to 86400");
        }
    }

    private static bool TryParse(string text, int min, int max, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= min
            && value <= max;
}
