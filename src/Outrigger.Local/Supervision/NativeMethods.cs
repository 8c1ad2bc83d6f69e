using System.Runtime.InteropServices;

namespace Outrigger.Local.Supervision;

internal static partial class NativeMethods
{
    /// <summary>kill(2). A negative id names a process group. Returns 0, or -1 and errno.</summary>
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Kill(int processId, int signal);

    /// <summary>geteuid(2).</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial uint GetEffectiveUserId();

    /// <summary>setns(2): moves the calling thread into the namespace that the descriptor names.</summary>
    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int SetNamespace(int fileDescriptor, int namespaceType);

    /// <summary>chown(2).</summary>
    [LibraryImport(
        "libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int ChangeOwner(string path, uint userId, uint groupId);
}
