using Outrigger.Resources;

namespace Outrigger.Config.Files;

/// <summary>
/// Reads one file. A file with an error keeps its last good version in force as a whole; one that never was
/// good contributes the objects that are.
/// </summary>
internal sealed class FileLoader(YamlFolderOptions options)
{
    public FileContent Load(string path, FileContent? before)
    {
        DateTimeOffset readAt = options.Time.GetUtcNow();
        try
        {
            return Read(path, before) with { ReadAt = readAt };
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A fault of ours in judging one file: it is shown, and everything else goes on.
            string message = $"a fault of the program itself kept the file from being judged: {exception.Message}";
            Diagnostic fault = Finding(path, Severity.Error, ConfigCodes.InternalFault, message);
            return Merge(null, [], [fault], before, path) with { ReadAt = readAt };
        }
    }

    public static Diagnostic Finding(string path, Severity severity, string code, string message) => new()
    {
        Severity = severity,
        Code = code,
        Message = message,
        Position = new SourcePosition(path, 0, 0),
    };

    private FileContent Read(string path, FileContent? before)
    {
        // Looked at before the file is read: what is written in between shows as a change later.
        FileFingerprint? fingerprint = FileFingerprint.Of(path);
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Diagnostic unreadable = Finding(
                path, Severity.Error, ConfigCodes.UnreadableFile, "the file cannot be read: "
                    + $"{exception.Message}");
            return Merge(fingerprint, [], [unreadable], before, path);
        }

        ReadResult read = ResourceReader.Read(text, path);
        var objects = new List<ResourceObject>(read.Objects.Count);
        var diagnostics = new List<Diagnostic>();
        foreach (ResourceObject resource in read.Objects)
        {
            List<Diagnostic> errors =
                [.. options.Validate(resource).Where(finding => finding.Severity == Severity.Error)];
            diagnostics.AddRange(errors);
            if (errors.Count == 0) objects.Add(Bookkeeping.Strip(resource));
        }

        // What the reader says about an object that is in force belongs to the object's own verdict.
        HashSet<ResourceKey> accepted = [.. objects.Select(resource => resource.Key)];
        diagnostics.AddRange(read.Diagnostics.Where(finding =>
            finding.Severity == Severity.Error
                || finding.Resource is not { } key
                || !accepted.Contains(key)));
        return Merge(fingerprint, objects, diagnostics, before, path);
    }

    private static FileContent Merge(
        FileFingerprint? fingerprint,
        IReadOnlyList<ResourceObject> objects,
        List<Diagnostic> diagnostics,
        FileContent? before,
        string path)
    {
        bool isGood = diagnostics.All(finding => finding.Severity != Severity.Error);
        if (isGood || before?.IsLastGood != true)
        {
            return new FileContent(fingerprint, objects, diagnostics) { IsLastGood = isGood };
        }

        const string Message = "the file's last good version stays in force until its errors are corrected";
        diagnostics.Add(Finding(path, Severity.Warning, ConfigCodes.LastGoodKept, Message));
        return before with { Fingerprint = fingerprint, Diagnostics = diagnostics };
    }
}
