using System.Runtime.InteropServices;

namespace Outrigger.Config.Applied;

/// <summary>Makes changes of a folder's entries survive a power failure.</summary>
internal static partial class FolderSync
{
    /// <summary>
    /// Flushes the folder's entries to disk. .NET flushes files only; without this a renamed file may be
    /// found under its old name, or not at all, after a crash. Failure is not reported: there are file
    /// systems that cannot.
    /// </summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        int descriptor = Open(folder, 0);
        if (descriptor < 0) return;
        _ = Fsync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
