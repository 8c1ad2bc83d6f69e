using Spectre.Console;

namespace Outrigger.Cli.Output;

/// <summary>
/// Shows tables: on a terminal fitted to its width and coloured; elsewhere as plain columns, one line for
/// each row, so that line-based tools can read them.
/// </summary>
internal static class TableWriter
{
    private const string Gap = "   ";

    // An empty cell would make one column too few for tools that count them.
    private const string Nothing = "<none>";

    /// <summary>Writes the table to standard output.</summary>
    public static void Write(CommandConsole console, TextTable table)
    {
        if (console.IsTerminal) WritePicture(console, table);
        else WriteColumns(console.Out, table);
    }

    private static void WriteColumns(TextWriter output, TextTable table)
    {
        var rows = table.Rows.Select(row => row.Select(CellOf).ToList());
        List<IReadOnlyList<string>> lines = [table.Columns, .. rows];
        var widths = table.Columns.Select((_, column) => lines.Max(line => line[column].Length)).ToList();
        foreach (var line in lines)
        {
            var padded = line.Select((cell, column) => cell.PadRight(widths[column]));
            output.WriteLine(string.Join(Gap, padded).TrimEnd());
        }
    }

    private static void WritePicture(CommandConsole console, TextTable table)
    {
        var picture = new Table().Border(TableBorder.None);
        foreach (var column in table.Columns)
        {
            picture.AddColumn(new TableColumn($"[bold]{Markup.Escape(column)}[/]").PadRight(Gap.Length));
        }

        foreach (var row in table.Rows)
        {
            picture.AddRow([.. row.Select(cell => StatusColor.Paint(CellOf(cell)))]);
        }

        console.CreateAnsiConsole().Write(picture);
    }

    private static string CellOf(string cell) => cell.Length == 0 ? Nothing : cell;
}
