using System.Text;

namespace Outrigger.Identity.Storage;

/// <summary>Files that only their owner may read, replaced in one step so that no reader sees half of one.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FileMode644 = FileMode600 | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode FolderMode = FileMode600 | UnixFileMode.UserExecute;

    /// <summary>Makes a folder that only its owner may enter; one that is there is closed to others.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, FolderMode);
        File.SetUnixFileMode(path, FolderMode);
    }

    /// <summary>Replaces a file that only its owner may read.</summary>
    public static void Replace(string path, string text) => Replace(path, text, FileMode600);

    /// <summary>Replaces a file that everybody who may enter its folder may read.</summary>
    public static void ReplacePublic(string path, string text) => Replace(path, text, FileMode644);

    /// <summary>Opens a file to add to its end; only its owner may read it.</summary>
    public static FileStream OpenToAppend(string path) => Open(path, FileMode.Append, FileMode600);

    private static void Replace(string path, string text, UnixFileMode mode)
    {
        var temporary = path + ".new";
        // One that was left behind could have another mode.
        File.Delete(temporary);
        using (var stream = Open(temporary, FileMode.CreateNew, mode))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static FileStream Open(string path, FileMode mode, UnixFileMode access)
    {
        // Without a buffer what cannot be written is not tried again behind the caller's back.
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = access;
        return new FileStream(path, options);
    }
}
