using Outrigger.Resources;

namespace Outrigger.Analysis;

/// <summary>Collects findings about one object.</summary>
internal readonly record struct ObjectFindings(Findings All, ResourceObject Resource)
{
    /// <summary>A broken rule of the kind: the object is rejected.</summary>
    public void Error(string path, string message) =>
        All.Add(Resource, Severity.Error, path, AnalysisCodes.SchemaValidation, message);

    public void Warn(string path, string message, string code = AnalysisCodes.SchemaWarning) =>
        All.Add(Resource, Severity.Warning, path, code, message);

    public void Inform(string path, string message, string code) =>
        All.Add(Resource, Severity.Info, path, code, message);
}
