using System.Text;
using Outrigger.Local.Supervision;

namespace Outrigger.Local.Identity;

/// <summary>
/// Writes files of credentials: each is replaced in one step, and never readable by more than it is for.
/// </summary>
internal static class CredentialFiles
{
    /// <summary>The mode of what only its owner may read.</summary>
    public const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The mode of what everybody may read.</summary>
    public const UnixFileMode Public = Secret | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Replaces a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What it says from now on.</param>
    /// <param name="mode">Who may read it.</param>
    /// <param name="owner">Whose it is; null for this process's user.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Replace(string path, string text, UnixFileMode mode, ProcessIdentity? owner)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = Secret,
        };
        using (var file = new FileStream(temporary, options))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
        }

        if (owner is not null && NativeMethods.ChangeOwner(temporary, owner.UserId, owner.GroupId) != 0)
        {
            throw new IOException($"{temporary} cannot be given to user {owner.UserId}");
        }

        File.SetUnixFileMode(temporary, mode);
        File.Move(temporary, path, overwrite: true);
    }
}
