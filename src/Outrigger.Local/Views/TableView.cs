using Spectre.Console;
using Spectre.Console.Rendering;

namespace Outrigger.Local.Views;

/// <summary>A live table on a terminal.</summary>
internal sealed class TableView(LiveDisplayContext display) : IMeshView
{
    /// <inheritdoc/>
    public void Show(MeshSummary summary)
    {
        display.UpdateTarget(Render(summary));
        display.Refresh();
    }

    /// <summary>The picture of the summary.</summary>
    public static IRenderable Render(MeshSummary summary)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var column in new[] { "NAMESPACE", "POD", "ADDRESS", "READY", "RESTARTS", "STATUS" })
        {
            table.AddColumn(new TableColumn($"[grey]{column}[/]").PadRight(3));
        }

        foreach (var row in summary.Rows)
        {
            var color = row.IsHealthy ? "green" : "yellow";
            table.AddRow(
                Markup.Escape(row.Namespace),
                Markup.Escape(row.Name),
                row.Address?.ToString() ?? "",
                $"[{color}]{row.Ready}[/]",
                row.RestartCount == 0 ? "[grey]0[/]" : $"{row.RestartCount}",
                $"[{color}]{Markup.Escape(row.Status)}[/]");
        }

        var lines = new List<IRenderable> { table, new Text("") };
        lines.AddRange(summary.Notes.Select(note => new Markup($"[yellow]{Markup.Escape(note)}[/]")));
        var controlPlaneColor = summary.IsControlPlaneRunning ? "green" : "yellow";
        lines.Add(new Markup(
            $"control plane: [{controlPlaneColor}]{Markup.Escape(summary.ControlPlane)}[/]"));
        lines.Add(new Markup(summary.IsHealthy
            ? $"open [bold link]{Markup.Escape(summary.Url)}[/]   [grey]Ctrl-C stops the mesh[/]"
            : "[grey]starting…[/]"));
        return new Rows(lines);
    }
}
