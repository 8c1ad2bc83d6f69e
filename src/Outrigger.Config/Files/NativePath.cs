using System.Runtime.InteropServices;
using System.Text;

namespace Outrigger.Config.Files;

/// <summary>Follows links in any part of a path; .NET itself follows only those of the last part.</summary>
internal static partial class NativePath
{
    /// <summary>The most bytes of a path on Linux and macOS, with the zero byte at its end.</summary>
    private const int PathBytesMax = 4096;

    /// <summary>The path without links; the path as it is when that cannot be told.</summary>
    public static string Resolve(string path)
    {
        if (OperatingSystem.IsWindows()) return path;
        byte[] buffer = new byte[PathBytesMax];
        if (RealPath(path, buffer) == 0) return path;
        int length = Array.IndexOf(buffer, (byte)0);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint RealPath(string path, [Out] byte[] resolved);
}
