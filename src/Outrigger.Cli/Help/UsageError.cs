using System.CommandLine;
using System.CommandLine.Help;
using Outrigger.Resources.Text;

namespace Outrigger.Cli.Help;

/// <summary>What is wrong with a command line, in one sentence with a suggestion.</summary>
internal static class UsageError
{
    /// <summary>The first mistake; null when there is none, or when help was asked for.</summary>
    public static string? Find(ParseResult result)
    {
        if (result.Errors.Count == 0 || result.Action is ExamplesHelpAction or HelpAction) return null;
        var command = result.CommandResult.Command;
        var path = PathOf(result);
        var sentence = UnknownWord(result, command)
            ?? MissingPart(result, command)
            ?? result.Errors[0].Message.TrimEnd('.');
        return $"{path}: {sentence} (see: {path} --help)";
    }

    private static string? UnknownWord(ParseResult result, Command command)
    {
        if (result.UnmatchedTokens.Count == 0) return null;
        var word = result.UnmatchedTokens[0];
        if (word.StartsWith('-'))
        {
            var name = word.Split('=', 2)[0];
            var options = OptionsOf(result).SelectMany(option => option.Aliases.Append(option.Name));
            return $"there is no option '{name}'{DidYouMean(name, options)}";
        }

        if (command.Subcommands.Count > 0)
        {
            return $"there is no command '{word}'{DidYouMean(word, command.Subcommands.SelectMany(NamesOf))}";
        }

        return $"'{word}' is not expected";
    }

    private static string? MissingPart(ParseResult result, Command command)
    {
        var missing = command.Arguments.FirstOrDefault(argument =>
            argument.Arity.MinimumNumberOfValues > (result.GetResult(argument)?.Tokens.Count ?? 0));
        if (missing is not null) return $"{missing.HelpName ?? missing.Name} is missing";
        var option = command.Options.FirstOrDefault(
            option => option.Required && result.GetResult(option) is null);
        return option is null ? null : $"{option.Aliases.FirstOrDefault() ?? option.Name} is missing";
    }

    private static IEnumerable<Option> OptionsOf(ParseResult result) =>
        result.CommandResult.Command.Options.Concat(
            result.RootCommandResult.Command.Options.Where(option => option.Recursive));

    private static IEnumerable<string> NamesOf(Command command) => command.Aliases.Append(command.Name);

    private static string DidYouMean(string word, IEnumerable<string> known) =>
        Suggestion.For(word, known) is { } suggestion ? $"; did you mean '{suggestion}'?" : "";

    private static string PathOf(ParseResult result) => result.CommandResult.Command is RootCommand
        ? "outrigger"
        : $"outrigger {result.CommandResult.Command.Name}";
}
