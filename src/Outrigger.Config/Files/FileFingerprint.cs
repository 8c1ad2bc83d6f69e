namespace Outrigger.Config.Files;

/// <summary>What of a file changes when its content does, as far as can be told without reading it.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedAt">Time of the last write.</param>
/// <param name="Target">The file that a link finally points to, which is how mounted volumes are swapped.</param>
internal readonly record struct FileFingerprint(long Length, DateTime ModifiedAt, string Target)
{
    /// <summary>The fingerprint of a file; null when it does not exist or cannot be looked at.</summary>
    public static FileFingerprint? Of(string path)
    {
        try
        {
            var file = new FileInfo(path);
            var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return target.Exists ? new FileFingerprint(target.Length, target.LastWriteTimeUtc, target.FullName) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
