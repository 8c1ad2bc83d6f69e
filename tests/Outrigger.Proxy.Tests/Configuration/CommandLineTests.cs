using Outrigger.Proxy.Bootstrap;
using Outrigger.Proxy.Logging;

namespace Outrigger.Proxy.Tests.Configuration;

public sealed class CommandLineTests
{
    [Fact]
    public void Every_option_is_read()
    {
        ProxyOptions options = Parse(
            "-c", "b.yaml", "--config-yaml={admin: {}}", "--mode", "validate", "--concurrency", "3", "-l",
            "warn",
            "--state-dir=/var/lib/x", "--drain-time-s", "5").Options!;

        Assert.Equal(
            new ProxyOptions
            {
                ConfigPath = "b.yaml",
                ConfigYaml = "{admin: {}}",
                Mode = ProxyMode.Validate,
                Concurrency = 3,
                LogLevel = LogLevel.Warning,
                StateDirectory = "/var/lib/x",
                DrainTimeSeconds = 5,
            },
            options);
    }

    [Fact]
    public void Concurrency_is_the_number_of_processors_by_default() =>
        Assert.Equal(7, CommandLine.Parse(["-c", "b"], processorsCount: 7).Options!.Concurrency);

    [Theory]
    [InlineData("no configuration: give -c FILE or --config-yaml TEXT")]
    [InlineData("-c needs a value", "-c")]
    [InlineData("unknown argument \"--concurency\"; --help lists the known ones", "--concurency", "2")]
    [InlineData("unknown argument \"b.yaml\"; --help lists the known ones", "b.yaml")]
    [InlineData("--concurrency 0: expected a number from 1 to 1024", "--concurrency", "0")]
    [InlineData("--concurrency two: expected a number from 1 to 1024", "--concurrency", "two")]
    [InlineData("--mode check: expected serve or validate", "--mode", "check")]
    [InlineData("--drain-time-s -1: expected a number from 0 to 86400", "--drain-time-s", "-1")]
    [InlineData(
        "--log-level loud: expected one of trace, debug, info, warning, error, critical, off", "-l", "loud")]
    public void A_mistake_is_one_clear_sentence(string expected, params string[] arguments)
    {
        CommandLineResult result = Parse(arguments);

        Assert.Equal(expected, result.Error);
        Assert.Null(result.Options);
    }

    [Fact]
    public void Help_and_version_are_printed_and_nothing_is_run()
    {
        Assert.Contains("--state-dir", Parse("-c", "x", "--help").Output, StringComparison.Ordinal);
        Assert.StartsWith("outrigger-proxy ", Parse("--version").Output, StringComparison.Ordinal);
    }

    private static CommandLineResult Parse(params string[] arguments) =>
        CommandLine.Parse(arguments, processorsCount: 2);
}
