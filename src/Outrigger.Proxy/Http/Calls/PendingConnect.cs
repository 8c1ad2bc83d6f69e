using Outrigger.Net.Loops;
using Outrigger.Net.Tasks;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Upstream;

namespace Outrigger.Proxy.Http.Calls;

/// <summary>
/// A connection that is being opened for a call that may not want to wait for it to the end. A connection that
/// comes too late goes to the pool, where the next request finds it.
/// </summary>
/// <param name="loop">The worker's loop.</param>
internal sealed class PendingConnect(EventLoop loop)
{
    private readonly ReadinessSignal _done = new(loop);
    private UpstreamConnect _result;
    private bool _isAbandoned;

    /// <summary>Opens the connection.</summary>
    /// <param name="cluster">The cluster in this worker.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="request">What TLS asks for.</param>
    /// <param name="clock">How long it is waited for.</param>
    /// <returns>The connection, or null when there is none in time.</returns>
    public async LoopTask<UpstreamConnection?> RunAsync(
        ClusterState cluster, EndpointState endpoint, TlsPeerRequest request, ExchangeClock clock)
    {
        ConnectAsync(cluster, endpoint, request).Detach(loop.ReportFault);
        while (await _done.WaitAsync(clock.DeadlineMs) != WaitResult.Ready)
        {
            if (!clock.HasPassed)
                continue;
            _isAbandoned = true;
            return null;
        }

        return _result.Connection;
    }

    /// <summary>Looks at the clock anew.</summary>
    public void Wake() => _done.Interrupt(WaitResult.Cancelled);

    private async LoopTask ConnectAsync(ClusterState cluster, EndpointState endpoint, TlsPeerRequest request)
    {
        _result = await cluster.ConnectAsync(endpoint, client: null, request);
        if (_isAbandoned)
            _result.Connection?.Release(isClean: true);
        else
            _done.SetReady();
    }
}
