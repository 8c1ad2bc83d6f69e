namespace Outrigger.Local.Views;

/// <summary>Prints a line for what changed: for logs, pipes and scripts.</summary>
internal sealed class LineView(TextWriter output) : IMeshView
{
    private readonly Dictionary<(string, string), string> _shown = [];
    private readonly HashSet<string> _notes = [];
    private string? _controlPlane;
    private bool _announced;

    /// <inheritdoc/>
    public void Show(MeshSummary summary)
    {
        if (summary.ControlPlane != _controlPlane)
        {
            _controlPlane = summary.ControlPlane;
            output.WriteLine($"control plane: {_controlPlane}");
        }

        foreach (var row in summary.Rows)
        {
            var line = $"{row.Namespace}/{row.Name} {row.Address} {row.Ready} {row.Status}"
                + (row.RestartCount > 0 ? $" (restarts: {row.RestartCount})" : "");
            var key = (row.Namespace, row.Name);
            if (_shown.GetValueOrDefault(key) != line)
            {
                _shown[key] = line;
                output.WriteLine(line);
            }
        }

        ForgetGone(summary);
        foreach (var note in summary.Notes.Where(_notes.Add))
        {
            output.WriteLine(note);
        }

        if (summary.IsHealthy && !_announced)
        {
            output.WriteLine($"ready: {summary.Url}");
        }

        _announced = summary.IsHealthy;
        output.Flush();
    }

    private void ForgetGone(MeshSummary summary)
    {
        var present = summary.Rows.Select(row => (row.Namespace, row.Name)).ToHashSet();
        foreach (var gone in _shown.Keys.Where(key => !present.Contains(key)).ToList())
        {
            _shown.Remove(gone);
            output.WriteLine($"{gone.Item1}/{gone.Item2} gone");
        }
    }
}
