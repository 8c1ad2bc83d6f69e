using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;

namespace Outrigger.Proxy.Tcp;

/// <content>Moving bytes inside the kernel.</content>
internal sealed partial class ByteRelay
{
    /// <summary>
    /// A burst below this is no reason to splice the next one. Measured: up to 16 KiB both ways cost the same,
    /// at 32 KiB splicing costs half as much.
    /// </summary>
    private const int BurstBytesMin = 16 * 1024;

    private readonly SocketConnection? _spliceSink;
    private SocketConnection? _spliceSource;
    private bool _isSplicing;
    private long _burstBytes;

    private bool MaySplice()
    {
        if (_fills == 0 || _spliceSource is null || _spliceSink is null)
            return false;
        _isSplicing = true;
        _burstBytes = BurstBytesMin;
        return true;
    }

    /// <summary>Splices; null when it is better to copy from here on.</summary>
    private async LoopTask<RelayEnd?> SpliceAsync()
    {
        _buffer.Release();
        while (true)
        {
            if (!_source.IsReadable)
            {
                if (_burstBytes < BurstBytesMin)
                    return StopSplicing();
                _burstBytes = 0;
            }

            if (await WaitForSourceAsync() is { } waitEnd)
                return waitEnd;
            if (!_source.IsReadable)
                continue;
            if (_source.Loop.Pipes.TryRent() is not { } pipe)
                return StopSplicing();
            try
            {
                switch (_spliceSource!.TrySpliceTo(pipe, _source.Loop.Pipes.CapacityBytes, out _))
                {
                    case IoStatus.EndOfStream:
                        return RelayEnd.Finished;
                    case IoStatus.Failed:
                        return RelayEnd.Broken;
                    case IoStatus.NotSupported:
                        _spliceSource = null;
                        return StopSplicing();
                }

                if (await EmptyAsync(pipe) is { } end)
                    return end;
            }
            finally
            {
                _source.Loop.Pipes.Return(pipe);
            }
        }
    }

    /// <summary>Writes all that is in the pipe; the relay's end when it is over.</summary>
    private async LoopTask<RelayEnd?> EmptyAsync(SplicePipe pipe)
    {
        while (pipe.Count > 0)
        {
            var status = _spliceSink!.TrySpliceFrom(pipe, out var count);
            if (status == IoStatus.Failed)
                return RelayEnd.Broken;
            Note(count);
            _burstBytes += count;
            BytesSplicedCount += count;
            if (status != IoStatus.WouldBlock)
                continue;
            var wait = await _sink.WritableAsync(_activity.DeadlineMs);
            if (!GoesOn(wait, out var end))
                return end;
        }

        return null;
    }

    private RelayEnd? StopSplicing()
    {
        _isSplicing = false;
        _fills = 0;
        return null;
    }
}
