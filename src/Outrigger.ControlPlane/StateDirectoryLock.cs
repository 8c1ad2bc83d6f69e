using System.Runtime.Versioning;

namespace Outrigger.ControlPlane;

/// <summary>
/// Holds a state directory for one control plane: two would overwrite each other's objects. The system gives
/// the lock back when the process ends, however it ends.
/// </summary>
internal sealed class StateDirectoryLock : IDisposable
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _file;

    private StateDirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the directory, which is made if need be.</summary>
    /// <exception cref="IOException">Another control plane has it, or it cannot be written.</exception>
    [SupportedOSPlatform("linux")]
    [SupportedOSPlatform("macos")]
    public static StateDirectoryLock Take(string directory)
    {
        Directory.CreateDirectory(directory, OwnerOnly);
        var path = Path.Combine(directory, "control-plane.lock");
        try
        {
            return new StateDirectoryLock(
                new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception)
        {
            throw new IOException($"another control plane has the state directory {directory}", exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
