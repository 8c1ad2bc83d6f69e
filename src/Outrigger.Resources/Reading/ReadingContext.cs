using Outrigger.Resources.Text;

namespace Outrigger.Resources.Reading;

/// <summary>Collects the findings about one object.</summary>
/// <param name="file">The file's name.</param>
/// <param name="origin">Where the text begins in the file, if it is a part of another.</param>
internal sealed class ReadingContext(string file, TextOrigin? origin = null)
{
    private readonly TextOrigin _origin = origin ?? new TextOrigin(1, 1);
    private readonly List<Diagnostic> _diagnostics = [];

    public ResourceKey? Resource { get; set; }

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    public bool HasErrors => _diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);

    public void Error(SourceNode node, string path, string code, string message) =>
        Add(Severity.Error, node, path, code, message);

    public void Warn(SourceNode node, string path, string code, string message) =>
        Add(Severity.Warning, node, path, code, message);

    /// <summary>Says that a value is not what its schema asks for.</summary>
    public void Expected(SourceNode node, string path, string code, string expected) =>
        Error(node, path, code, $"found {node.Description}, expected {expected}");

    /// <summary>A place of the text as a place of its file.</summary>
    public SourcePosition PositionOf(int line, int column) =>
        new(file, line + _origin.Line - 1, column + _origin.Column - 1);

    private void Add(Severity severity, SourceNode node, string path, string code, string message) =>
        _diagnostics.Add(new Diagnostic
        {
            Severity = severity,
            Code = code,
            Message = message,
            Path = path,
            Position = PositionOf(node.Line, node.Column),
            Resource = Resource,
        });
}
