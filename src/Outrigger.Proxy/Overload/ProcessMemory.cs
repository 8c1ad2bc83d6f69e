using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace Outrigger.Proxy.Overload;

/// <summary>
/// The process's resident memory without the pages of files, which the system takes back by itself: all of
/// the heap, the buffers of connections and OpenSSL's memory. One read of <c>/proc/self/statm</c> into a
/// buffer that is there already.
/// </summary>
internal sealed class ProcessMemory : IMemoryUsage, IDisposable
{
    private readonly SafeFileHandle? _file;
    private readonly byte[] _text = new byte[128];

    /// <summary>Opens the file; without it, nothing can be read.</summary>
    public ProcessMemory()
    {
        try
        {
            _file = File.OpenHandle("/proc/self/statm");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A system without /proc: every reading fails, which the statistics show.
            _file = null;
        }
    }

    /// <inheritdoc/>
    public bool TryRead(out long bytes)
    {
        bytes = 0;
        if (_file is null)
            return false;
        int length = RandomAccess.Read(_file, _text, 0);
        // Pages: total, resident, resident of files and shared memory.
        ReadOnlySpan<byte> rest = _text.AsSpan(0, length);
        if (!TryTake(ref rest, out _) || !TryTake(ref rest, out long resident) || !TryTake(ref rest, out long shared))
            return false;
        bytes = (resident - shared) * Environment.SystemPageSize;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static bool TryTake(ref ReadOnlySpan<byte> text, out long value)
    {
        bool isNumber = Utf8Parser.TryParse(text, out value, out int length);
        text = text[Math.Min(length + 1, text.Length)..];
        return isNumber;
    }
}
