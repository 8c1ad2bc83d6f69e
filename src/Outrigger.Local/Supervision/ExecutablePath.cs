namespace Outrigger.Local.Supervision;

/// <summary>Finds programs as a shell would, and also where administrators' tools are kept.</summary>
internal static class ExecutablePath
{
    // Debian leaves the sbin folders out of an ordinary user's PATH, and sudo's differs between systems.
    private static readonly string[] AdministratorFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>The full path of the program, null when there is none.</summary>
    public static string? Find(string program)
    {
        if (program.Contains('/'))
        {
            return File.Exists(program) ? Path.GetFullPath(program) : null;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(AdministratorFolders);
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode anyExecute =
            UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (File.GetUnixFileMode(path) & anyExecute) != 0;
    }
}
