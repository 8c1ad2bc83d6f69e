using Outrigger.Net.Native;

namespace Outrigger.Net.Sockets;

/// <summary>
/// A kernel pipe that bytes pass through on their way from one socket to another, without being copied into
/// this process (splice(2)). Rented from a <see cref="SplicePipePool"/>; one direction of one connection uses
/// it at a time.
/// </summary>
public sealed class SplicePipe
{
    private SplicePipe(int readEnd, int writeEnd)
    {
        ReadEnd = readEnd;
        WriteEnd = writeEnd;
    }

    /// <summary>Bytes that went in and have not come out.</summary>
    public int Count { get; internal set; }

    internal int ReadEnd { get; }

    internal int WriteEnd { get; }

    /// <summary>Makes a pipe; null when the system gives none.</summary>
    internal static unsafe SplicePipe? TryCreate(int capacityBytes)
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, LinuxConstants.PipeNonBlocking | LinuxConstants.PipeCloseOnExec) != 0)
            return null;
        // Refused to users with many pipes: a smaller pipe does the same work with more calls.
        _ = Libc.FileControl(ends[1], LinuxConstants.ControlSetPipeSize, capacityBytes);
        return new SplicePipe(ends[0], ends[1]);
    }

    internal void Close()
    {
        _ = Libc.Close(ReadEnd);
        _ = Libc.Close(WriteEnd);
    }
}
