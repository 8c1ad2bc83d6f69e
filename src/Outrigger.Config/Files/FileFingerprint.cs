namespace Outrigger.Config.Files;

/// <summary>What of a file changes when its content does, as far as can be told without reading it.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedAt">Time of the last write.</param>
/// <param name="RealPath">Where all links finally lead, which is how mounted volumes are swapped.</param>
internal readonly record struct FileFingerprint(long Length, DateTime ModifiedAt, string RealPath)
{
    /// <summary>
    /// File systems tell times no finer than some milliseconds, so a write soon after another may have its
    /// time. A fingerprint younger than this when the file was read says nothing about what came after.
    /// </summary>
    private static readonly TimeSpan ClockGrain = TimeSpan.FromSeconds(2);

    /// <summary>The fingerprint of a file; null when it does not exist or cannot be looked at.</summary>
    public static FileFingerprint? Of(string path)
    {
        try
        {
            string real = NativePath.Resolve(path);
            var file = new FileInfo(real);
            return file.Exists ? new FileFingerprint(file.Length, file.LastWriteTimeUtc, real) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether an equal fingerprint now means that the file is as it was when it was read.</summary>
    public bool IsConclusive(DateTimeOffset readAt) => ModifiedAt < readAt.UtcDateTime - ClockGrain;
}
