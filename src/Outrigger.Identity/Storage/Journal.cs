using System.Text;

namespace Outrigger.Identity.Storage;

/// <summary>
/// A file of lines that grows at its end: what was added is there after the process was killed. A line that was cut off
/// is dropped when the file is read. Not thread-safe.
/// </summary>
internal sealed class Journal(string path) : IDisposable
{
    private FileStream? _file;
    private bool _isCutOff;

    /// <summary>The file's length in bytes.</summary>
    public long Length => _file?.Length ?? (File.Exists(path) ? new FileInfo(path).Length : 0);

    /// <summary>The complete lines of the file.</summary>
    public IReadOnlyList<string> Read()
    {
        if (!File.Exists(path)) return [];
        var lines = File.ReadAllText(path).Split('\n');
        // What was added next would become part of the line that was cut off.
        if (lines[^1].Length > 0) Rewrite(lines[..^1]);
        return lines[..^1];
    }

    /// <summary>Adds a line, which must not contain a line break.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Append(string line)
    {
        _file ??= PrivateFiles.OpenToAppend(path);
        var text = _isCutOff ? $"\n{line}\n" : $"{line}\n";
        // A full disk may take half of a line, which must not become part of the next.
        _isCutOff = true;
        _file.Write(Encoding.UTF8.GetBytes(text));
        _isCutOff = false;
    }

    /// <summary>Replaces all lines.</summary>
    /// <exception cref="IOException">It could not be written; the former lines are still there.</exception>
    public void Rewrite(IEnumerable<string> lines)
    {
        Close();
        _isCutOff = false;
        PrivateFiles.Replace(path, string.Concat(lines.Select(line => line + "\n")));
    }

    /// <summary>Moves the lines to another file, and begins anew.</summary>
    public void MoveTo(string other)
    {
        Close();
        File.Move(path, other, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
