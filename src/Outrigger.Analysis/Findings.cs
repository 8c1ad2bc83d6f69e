using Outrigger.Resources;

namespace Outrigger.Analysis;

/// <summary>Collects findings about objects and gives each its place.</summary>
internal sealed class Findings
{
    private readonly List<Diagnostic> _diagnostics = [];

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>The collector for findings about one object.</summary>
    public ObjectFindings About(ResourceObject resource) => new(this, resource);

    /// <summary>Adds a finding that knows its place and its object.</summary>
    public void Add(Diagnostic diagnostic) => _diagnostics.Add(diagnostic);

    public void Add(ResourceObject resource, Severity severity, string path, string code, string message) =>
        _diagnostics.Add(new Diagnostic
        {
            Severity = severity,
            Code = code,
            Message = message,
            Path = path,
            Position = resource.PositionOf(path),
            Resource = resource.Key,
        });
}
