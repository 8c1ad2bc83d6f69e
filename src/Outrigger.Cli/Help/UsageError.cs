using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Outrigger.Resources.Text;

namespace Outrigger.Cli.Help;

/// <summary>What is wrong with a command line, in one sentence with a suggestion.</summary>
internal static class UsageError
{
    /// <summary>The first mistake; null when there is none, or when help was asked for.</summary>
    public static string? Find(ParseResult result)
    {
        if (result.Action is ExamplesHelpAction or HelpAction) return null;
        var command = result.CommandResult.Command;
        var sentence = UnknownOption(result, command)
            ?? UnknownWord(result, command)
            ?? MissingPart(result, command)
            ?? (result.Errors.Count > 0 ? result.Errors[0].Message.TrimEnd('.') : null);
        var path = PathOf(result);
        return sentence is null ? null : $"{path}: {sentence} (see: {path} --help)";
    }

    /// <summary>
    /// The parser takes an option that it does not know for one more word wherever any word will do, such as
    /// after <c>-f</c>. Whoever means such a word writes it after <c>--</c>.
    /// </summary>
    private static string? UnknownOption(ParseResult result, Command command)
    {
        if (result.Tokens.Any(token => token.Type == TokenType.DoubleDash)) return null;
        var greedy = command.Options.Where(option => option.AllowMultipleArgumentsPerToken);
        var words = command.Arguments.SelectMany(argument => result.GetResult(argument)?.Tokens ?? [])
            .Concat(greedy.SelectMany(option => result.GetResult(option)?.Tokens ?? []))
            .Select(token => token.Value)
            .Concat(result.UnmatchedTokens.Take(1));
        if (words.FirstOrDefault(word => word.Length > 1 && word[0] == '-') is not { } unknown) return null;
        var name = unknown.Split('=', 2)[0];
        var known = OptionsOf(result).SelectMany(option => option.Aliases.Append(option.Name));
        return $"there is no option '{name}'{DidYouMean(name, known)}";
    }

    private static string? UnknownWord(ParseResult result, Command command)
    {
        if (result.UnmatchedTokens.Count == 0) return null;
        var word = result.UnmatchedTokens[0];
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
        foreach (var option in command.Options)
        {
            var given = result.GetResult(option) is { Implicit: false } found ? found : null;
            var name = given?.IdentifierToken?.Value ?? option.Aliases.FirstOrDefault() ?? option.Name;
            if (given is null && option.Required) return $"{name} is missing";
            if (given is { Tokens.Count: 0 } && option.Arity.MinimumNumberOfValues > 0)
            {
                return $"{option.HelpName} is missing after {name}";
            }
        }

        return null;
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
