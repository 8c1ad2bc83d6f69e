using Spectre.Console;

namespace Outrigger.Cli.Output;

/// <summary>Colours the words that tell good from bad.</summary>
internal static class StatusColor
{
    private static readonly Dictionary<string, string> ColorByWord = new(StringComparer.Ordinal)
    {
        ["accepted"] = "green",
        ["warnings"] = "yellow",
        ["rejected"] = "red",
        ["ready"] = "green",
        ["not ready"] = "yellow",
        ["terminating"] = "grey",
        ["Running"] = "green",
        ["Pending"] = "yellow",
        ["Failed"] = "red",
        ["SYNCED"] = "green",
        ["STALE"] = "yellow",
        ["ERROR"] = "red",
        ["NOT SENT"] = "grey",
        ["signing"] = "green",
        ["incoming"] = "yellow",
        ["outgoing"] = "yellow",
        ["<none>"] = "grey",
    };

    /// <summary>The cell as Spectre's markup.</summary>
    public static string Paint(string cell) => ColorByWord.TryGetValue(cell, out var color)
        ? $"[{color}]{Markup.Escape(cell)}[/]"
        : Markup.Escape(cell);
}
