using System.Text;
using Outrigger.Net.Sockets;

namespace Outrigger.Net.Tls;

/// <summary>
/// Writes the secrets of connections to a file in the format of NSS, so that a capture of them can be read.
/// For debugging: who has the file reads everything.
/// </summary>
public sealed class TlsKeyLog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly Func<NetworkAddress?, NetworkAddress?, bool> _isWanted;

    /// <summary>Opens the file, to write behind what is in it.</summary>
    /// <param name="path">The file; only its owner may read it when it is made.</param>
    /// <param name="isWanted">Whether a connection's secrets are written, by its local and its peer's address.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened.</exception>
    public TlsKeyLog(string path, Func<NetworkAddress?, NetworkAddress?, bool> isWanted)
    {
        _isWanted = isWanted;
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _file = new FileStream(path, options);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
            _file.Dispose();
    }

    /// <summary>Writes a line for a connection, if it is wanted.</summary>
    internal void Write(ITlsSession connection, string line)
    {
        if (!_isWanted(connection.LocalAddress, connection.PeerAddress))
            return;
        lock (_gate)
        {
            if (_file.CanWrite)
                _file.Write(Encoding.ASCII.GetBytes(line + "\n"));
        }
    }
}
