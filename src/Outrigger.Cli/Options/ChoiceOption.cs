using System.CommandLine;

namespace Outrigger.Cli.Options;

/// <summary>An option whose value is one of a few words; the first is the default.</summary>
/// <typeparam name="T">What the words mean.</typeparam>
internal sealed class ChoiceOption<T> : Option<string>
{
    private readonly IReadOnlyList<(string Word, T Value)> _choices;

    /// <summary>Creates the option.</summary>
    /// <param name="names">Its name, and then its aliases.</param>
    /// <param name="description">What it decides.</param>
    /// <param name="choices">The words and what they mean.</param>
    public ChoiceOption(
        IReadOnlyList<string> names, string description, params IReadOnlyList<(string Word, T Value)> choices)
        : base(names[0], [.. names.Skip(1)])
    {
        _choices = choices;
        HelpName = string.Join('|', choices.Select(choice => choice.Word));
        Description = description;
        DefaultValueFactory = _ => choices[0].Word;
        Validators.Add(result =>
        {
            var words = choices.Select(choice => choice.Word).ToList();
            if (result.Tokens is not [{ Value: var word }] || words.Contains(word)) return;
            var expected = $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";
            result.AddError($"{names[0]}: found '{word}', expected {expected}");
        });
    }

    /// <summary>What was chosen.</summary>
    public T ValueIn(ParseResult parsed)
    {
        var word = parsed.GetRequiredValue(this);
        return _choices.First(choice => choice.Word == word).Value;
    }
}
