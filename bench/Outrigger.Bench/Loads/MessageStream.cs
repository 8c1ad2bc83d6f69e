using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Outrigger.Bench.Loads;

/// <summary>A socket that carries messages of one size, whose content nobody looks at.</summary>
internal sealed partial class MessageStream(Socket socket) : IDisposable
{
    public const int MessageBytes = 1 << 20;

    /// <summary>The kernel drops what is received instead of copying it (<c>MSG_TRUNC</c> on a TCP socket).</summary>
    private const int Truncate = 0x20;

    private const int PieceBytesMax = 1 << 18;

    private readonly byte[] _message = new byte[MessageBytes];

    public bool TrySend()
    {
        try
        {
            return socket.Send(_message) == MessageBytes;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public bool TryReceive()
    {
        for (var left = MessageBytes; left > 0;)
        {
            var count = Receive((int)socket.Handle, _message, Math.Min(left, PieceBytesMax), Truncate);
            if (count <= 0) return false;
            left -= (int)count;
        }
        return true;
    }

    public void Dispose() => socket.Dispose();

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int descriptor, [Out] byte[] buffer, nint length, int flags);
}
