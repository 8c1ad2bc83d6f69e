using System.CommandLine;
using System.CommandLine.Parsing;
using Outrigger.ControlPlane.Client;
using Outrigger.Resources;

namespace Outrigger.Cli.Options;

/// <summary>Options that several commands have, each time the same.</summary>
internal static class CommonOptions
{
    /// <summary>How long <c>--wait</c> without a duration waits.</summary>
    public static readonly TimeSpan WaitDefault = TimeSpan.FromSeconds(10);

    /// <summary><c>--state-dir</c>: which mesh is meant.</summary>
    public static Option<string?> StateDirectory() => new("--state-dir")
    {
        HelpName = "DIR",
        Description = "The mesh's state directory [default: $OUTRIGGER_STATE_DIR, "
            + "else outrigger/default under $XDG_STATE_HOME or ~/.local/state]",
    };

    /// <summary>A client of the mesh that <see cref="StateDirectory"/> means.</summary>
    public static ManagementClient CreateClient(ParseResult parsed, Option<string?> stateDirectory) =>
        new(ControlPlane.StateDirectory.Resolve(parsed.GetValue(stateDirectory)));

    /// <summary><c>-f</c>: files to read, any number of them; absent ones are an empty list.</summary>
    public static Option<string[]> Files(string description, bool isRequired = false)
    {
        var option = new Option<string[]>("--filename", "-f")
        {
            HelpName = "FILE",
            Description = description,
            Required = isRequired,
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
        };
        // A default would satisfy the parser where files are required.
        if (!isRequired) option.DefaultValueFactory = _ => [];
        return option;
    }

    /// <summary><c>-n</c>: the namespace of what is named.</summary>
    public static Option<string> Namespace() => new("--namespace", "-n")
    {
        HelpName = "NAMESPACE",
        Description = "The namespace",
        DefaultValueFactory = _ => ResourceKey.DefaultNamespace,
    };

    /// <summary><c>--wait[=DURATION]</c>: null when it was not given.</summary>
    public static Option<TimeSpan?> Wait(string what = "every connected proxy has acknowledged the change") =>
        new("--wait")
    {
        HelpName = "DURATION",
        Description = $"Return when {what}, or with status 3 after this long (10s when no duration is given)",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = ParseWait,
    };

    /// <summary><c>-o</c>: how to print.</summary>
    public static ChoiceOption<OutputFormat> Output(params OutputFormat[] formats) => new(
        ["--output", "-o"], "How to print",
        [.. formats.Select(format => (format.ToString().ToLowerInvariant(), format))]);

    private static TimeSpan? ParseWait(ArgumentResult result)
    {
        if (result.Tokens.Count == 0) return WaitDefault;
        var text = result.Tokens[0].Value;
        if (Durations.TryParse(text, out var duration) && duration >= TimeSpan.Zero) return duration;
        result.AddError($"--wait: found '{text}', expected a duration such as 5s, 500ms or 1m");
        return null;
    }
}
