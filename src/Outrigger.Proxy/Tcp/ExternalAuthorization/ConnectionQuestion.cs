using Outrigger.Net.Sockets;
using Outrigger.Proxy.Http.Calls;
using Outrigger.Proxy.Listeners;

namespace Outrigger.Proxy.Tcp.ExternalAuthorization;

/// <summary>Watches a client while a service is asked about it: when the client goes, so does the question.</summary>
/// <param name="call">The question.</param>
internal sealed class ConnectionQuestion(UpstreamCall call) : IReadinessObserver, IDownstreamSession
{
    /// <summary>A client that has said all it has to say may still wait for what the server says.</summary>
    private const int HalfCloseGraceMs = 1_000;

    /// <inheritdoc/>
    public long HeldBytes => 0;

    /// <inheritdoc/>
    public void OnUnawaitedEvent(StreamConnection connection, bool isHangup)
    {
        if (isHangup)
            call.CancelIn(HalfCloseGraceMs);
    }

    /// <inheritdoc/>
    public void BeginDrain(bool closesIdle)
    {
        // A connection that has been asked about may still be served.
    }

    /// <inheritdoc/>
    public void Abort() => call.CancelIn(0);
}
