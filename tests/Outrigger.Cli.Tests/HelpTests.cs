using Outrigger.Cli.Help;
using Outrigger.Cli.Tests.Support;

namespace Outrigger.Cli.Tests;

/// <summary>What the command says of itself, and to those who call it wrongly.</summary>
public sealed class HelpTests
{
    private const string Usage = "usage";

    public static TheoryData<string> Commands() =>
        [.. OutriggerCommand.Create(CommandConsole.OfProcess()).Subcommands.Select(command => command.Name)];

    public static TheoryData<string> UsageCases() => GoldenCase.Names(Usage);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_has_a_help_with_an_example(string command)
    {
        var result = await CommandRunner.RunAsync(command, "--help");
        Assert.Equal(ExitStatus.Success, result.Status);
        Assert.Empty(result.Error);
        var examples = result.OutLines
            .SkipWhile(line => !line.StartsWith("Example", StringComparison.Ordinal));
        Assert.Contains(
            examples.Skip(1), line => line.Contains($"outrigger {command}", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_is_a_command_line_that_the_command_understands(string command)
    {
        var root = OutriggerCommand.Create(CommandConsole.OfProcess());
        var examples = ((DocumentedCommand)root.Subcommands.Single(each => each.Name == command)).Examples;
        foreach (var example in examples)
        {
            var line = example.Split('|')
                .Single(part => part.Contains("outrigger", StringComparison.Ordinal));
            var words = CommandRunner.Words(line).SkipWhile(word => word != "outrigger").Skip(1).ToArray();
            Assert.Null(UsageError.Find(root.Parse(words)));
        }
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task The_bare_command_lists_its_subcommands(params string[] arguments)
    {
        var result = await CommandRunner.RunAsync(arguments);
        Assert.Equal(ExitStatus.Success, result.Status);
        foreach (var command in new[] { "up", "apply", "delete", "get", "proxies", "status", "validate" })
        {
            Assert.Contains(
                result.OutLines, line => line.StartsWith($"  {command}", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(UsageCases))]
    public async Task A_wrong_command_line_gets_one_sentence(string name)
    {
        var result = await CommandRunner.RunAsync(GoldenCase.Command(Usage, name));
        GoldenCase.Verify(Usage, name, result, text => text);
        Assert.Equal(ExitStatus.Usage, result.Status);
        Assert.Empty(result.Out);
        Assert.Single(result.ErrorLines);
    }

    [Fact]
    public async Task The_version_is_shown_in_every_form()
    {
        foreach (var (command, expected) in new[]
        {
            ("version", "outrigger 0."),
            ("version -o json", "\"version\": \"0."),
            ("version -o yaml", "version: 0."),
        })
        {
            var result = await CommandRunner.RunAsync(CommandRunner.Words(command));
            Assert.Contains(expected, result.Out, StringComparison.Ordinal);
        }
    }
}
