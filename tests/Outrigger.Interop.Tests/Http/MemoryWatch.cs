using Outrigger.Interop.Tests.Proxies;

namespace Outrigger.Interop.Tests.Http;

/// <summary>Samples the memory of both proxies while something else goes on.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly ProxyPair _pair;
    private readonly Task<long> _growth;

    private MemoryWatch(ProxyPair pair)
    {
        _pair = pair;
        _growth = WatchAsync();
    }

    /// <summary>Begins after a first request, which makes what a proxy keeps from then on.</summary>
    public static async Task<MemoryWatch> StartAsync(ProxyPair pair, HttpClient client)
    {
        await client.GetByteArrayAsync("/bytes/1000000", TestContext.Current.CancellationToken);
        return new MemoryWatch(pair);
    }

    /// <summary>Ends the watch and gives the most that either proxy grew by.</summary>
    public async Task<long> GrowthKilobytesAsync()
    {
        await _stop.CancelAsync();
        return await _growth;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task<long> WatchAsync()
    {
        var near = _pair.Near.Program.AnonymousKilobytes();
        var far = _pair.Far.Program.AnonymousKilobytes();
        long most = 0;
        using var timer = new PeriodicTimer(Interval);
        while (true)
        {
            most = Math.Max(most, _pair.Near.Program.AnonymousKilobytes() - near);
            most = Math.Max(most, _pair.Far.Program.AnonymousKilobytes() - far);
            try
            {
                await timer.WaitForNextTickAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                return most;
            }
        }
    }
}
