namespace Outrigger.Proxy.Tls;

/// <summary>
/// What tells one version of a file from the next. Symbolic links are followed, so the files of a Kubernetes
/// volume, which change by a link to another directory, are seen to change.
/// </summary>
/// <param name="Length">Its length in bytes; -1 when it is not there.</param>
/// <param name="ModifiedUtc">When it was written last.</param>
internal readonly record struct FileStamp(long Length, DateTime ModifiedUtc)
{
    /// <summary>The stamp of a file as it is now.</summary>
    public static FileStamp Of(string path)
    {
        try
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(path);
            return new FileStamp(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new FileStamp(-1, default);
        }
    }
}
