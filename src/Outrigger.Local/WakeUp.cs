using System.Threading.Channels;

namespace Outrigger.Local;

/// <summary>Wakes one loop. However often it is set before the loop looks, the loop runs once more.</summary>
internal sealed class WakeUp
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Wakes the loop, now or when it next waits.</summary>
    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Waits to be woken.</summary>
    public async Task WaitAsync(CancellationToken cancellation) =>
        await _channel.Reader.ReadAsync(cancellation);
}
