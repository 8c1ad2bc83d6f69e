using System.Threading.Channels;

namespace Outrigger.Xds;

/// <summary>Wakes one waiter from any thread. Wakes while nobody waits are kept, as one.</summary>
internal sealed class WakeSignal
{
    private readonly Channel<bool> _pending = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Wake() => _pending.Writer.TryWrite(true);

    public Task WaitAsync(CancellationToken cancellation) => _pending.Reader.ReadAsync(cancellation).AsTask();
}
