using Outrigger.Resources.Text;

namespace Outrigger.Resources.Reading;

/// <summary>Collects the findings about one object.</summary>
internal sealed class ReadingContext(string file)
{
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

    private void Add(Severity severity, SourceNode node, string path, string code, string message) =>
        _diagnostics.Add(new Diagnostic
        {
            Severity = severity,
            Code = code,
            Message = message,
            Path = path,
            Position = new SourcePosition(file, node.Line, node.Column),
            Resource = Resource,
        });
}
