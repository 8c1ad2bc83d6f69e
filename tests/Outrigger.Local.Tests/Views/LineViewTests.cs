using System.Net;
using Outrigger.Local.Views;

namespace Outrigger.Local.Tests.Views;

public sealed class LineViewTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly LineView _view;

    public LineViewTests() => _view = new LineView(_output);

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Only_what_changed_is_printed()
    {
        Assert.Equal(
            ["control plane: running", "default/a 127.9.0.2 0/2 Pending", "note"],
            Show(Summary(isSettled: false, Row("a", "0/2", "Pending")) with { Notes = ["note"] }));
        Assert.Empty(Show(Summary(isSettled: false, Row("a", "0/2", "Pending")) with { Notes = ["note"] }));
        Assert.Equal(
            ["default/a 127.9.0.2 2/2 Running", "ready: http://127.0.0.1:8080/"],
            Show(Summary(isSettled: true, Row("a", "2/2", "Running"))));
    }

    [Fact]
    public void A_mesh_that_becomes_ready_again_says_so_again()
    {
        Show(Summary(isSettled: true, Row("a", "2/2", "Running")));

        Assert.Equal(
            ["default/a 127.9.0.2 1/2 not ready (restarts: 1)"],
            Show(Summary(isSettled: false, Row("a", "1/2", "not ready", restarts: 1))));
        Assert.Equal(
            ["default/a 127.9.0.2 2/2 Running (restarts: 1)", "ready: http://127.0.0.1:8080/"],
            Show(Summary(isSettled: true, Row("a", "2/2", "Running", restarts: 1))));
    }

    [Fact]
    public void Pods_that_go_are_named_once()
    {
        Show(Summary(isSettled: true, Row("a", "2/2", "Running"), Row("b", "2/2", "Running")));

        Assert.Equal(["default/b gone"], Show(Summary(isSettled: true, Row("a", "2/2", "Running"))));
        Assert.Empty(Show(Summary(isSettled: true, Row("a", "2/2", "Running"))));
    }

    private string[] Show(MeshSummary summary)
    {
        _output.GetStringBuilder().Clear();
        _view.Show(summary);
        return _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private static MeshSummary Summary(bool isSettled, params MeshRow[] rows) =>
        new(rows, "running", true, isSettled, "http://127.0.0.1:8080/", []);

    private static MeshRow Row(string name, string ready, string status, int restarts = 0) => new(
        "default", name, IPAddress.Parse("127.9.0.2"), ready, status, ready == "2/2", restarts);
}
