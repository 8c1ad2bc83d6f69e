using Outrigger.Resources;

namespace Outrigger.ControlPlane.Api.Contract;

/// <summary>One message about the user's configuration, as the management API gives it.</summary>
/// <param name="File">The file, or empty when the object came without one.</param>
/// <param name="Line">Line from 1; 0 when unknown.</param>
/// <param name="Column">Column from 1; 0 when unknown.</param>
/// <param name="Path">The field's path within the object, or empty.</param>
/// <param name="Code">The message's code.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Resource">The object, or null when the text could not be read as one.</param>
/// <param name="Message">One sentence: what was found and what was expected.</param>
public sealed record DiagnosticView(
    string File, int Line, int Column, string Path, string Code, string Severity, string? Resource, string Message)
{
    /// <summary>Shows a diagnostic.</summary>
    public static DiagnosticView Of(Diagnostic diagnostic) => new(
        diagnostic.File, diagnostic.Line, diagnostic.Column, diagnostic.Path, diagnostic.Code,
        diagnostic.Severity.ToString().ToLowerInvariant(), diagnostic.Resource?.ToString(), diagnostic.Message);

    /// <summary>
    /// The message as one line for a person: <c>file:line:column: severity code: object: path: message</c>.
    /// </summary>
    public override string ToString()
    {
        var position = (File.Length, Line) switch
        {
            (0, 0) => "",
            (_, 0) => $"{File}: ",
            (0, _) => $"{Line}:{Column}: ",
            _ => $"{File}:{Line}:{Column}: ",
        };
        var about = Resource is null ? "" : $"{Resource}: ";
        var path = Path.Length == 0 ? "" : $"{Path}: ";
        return $"{position}{Severity} {Code}: {about}{path}{Message}";
    }
}
