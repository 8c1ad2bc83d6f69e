using System.Text;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Overload;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Http;

/// <summary>A client's connection that is served by a connection manager, whatever the version of HTTP.</summary>
internal abstract class ServerConnection : IReadinessObserver, IDownstreamSession
{
    private readonly ConnectionCounts _counts;
    private byte[]? _peerText;
    private byte[]? _certificateText;

    /// <summary>Prepares to serve a connection.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="model">How HTTP is served on it.</param>
    /// <param name="counts">Counts the connection.</param>
    protected ServerConnection(
        DownstreamConnection client, HttpConnectionManagerModel model, ConnectionCounts counts)
    {
        Client = client;
        Model = model;
        _counts = counts;
        client.Socket.Observer = this;
        client.Session = this;
    }

    /// <summary>The connection.</summary>
    public DownstreamConnection Client { get; }

    /// <summary>How HTTP is served on it.</summary>
    public HttpConnectionManagerModel Model { get; }

    /// <summary>The worker's block of the statistics.</summary>
    public StatBlock<HttpStat> Stats => _counts.Stats;

    /// <summary>Requests so far, the present one included.</summary>
    public int RequestsCount { get; private set; }

    /// <summary>Whether no further request is to come.</summary>
    public bool IsClosing => Client.IsDraining || Client.Worker.EndsConnections || HasReachedLimit
        || IsKeepAliveDisabled;

    /// <summary>The peer's IP address as text; empty for a Unix socket.</summary>
    public ReadOnlySpan<byte> PeerText =>
        _peerText ??= Encoding.ASCII.GetBytes(Client.PeerAddress?.Ip?.ToString() ?? "");

    /// <summary>The client's certificate as <c>x-forwarded-client-cert</c> tells of it; empty for none.</summary>
    public ReadOnlySpan<byte> ClientCertificateText => _certificateText ??=
        ForwardedClientCertificate.Describe(Client, Model.ClientCertificateDetails);

    /// <inheritdoc/>
    public abstract long HeldBytes { get; }

    private bool IsKeepAliveDisabled
    {
        get
        {
            if (!IsAsked(OverloadActions.DisableHttpKeepAlive))
                return false;
            Stats.Increment(HttpStat.DownstreamCxOverloadDisableKeepalive);
            return true;
        }
    }

    private bool HasReachedLimit
    {
        get
        {
            var requestsMax = Model.Limits.RequestsPerConnectionMax;
            return (requestsMax > 0 && RequestsCount >= requestsMax)
                || Client.Socket.Loop.NowMs >= DurationEndMs;
        }
    }

    /// <summary>When the connection has lasted for as long as it may.</summary>
    protected long DurationEndMs => Model.Timeouts.ConnectionDurationMaxMs is > 0 and var maxMs
        ? _counts.StartMs + maxMs
        : long.MaxValue;

    /// <summary>Whether pressure asks for an action, and the listener heeds it.</summary>
    /// <param name="action">The action.</param>
    public bool IsAsked(OverloadActions action) =>
        Client.Worker.Overload.Has(action) && !Client.Listener.Model.BypassesOverloadManager;

    /// <summary>Serves the connection to its end. The caller closes it.</summary>
    public abstract LoopTask RunAsync();

    /// <inheritdoc/>
    public abstract void OnUnawaitedEvent(StreamConnection connection, bool isHangup);

    /// <inheritdoc/>
    public virtual void BeginDrain(bool closesIdle)
    {
        // The next response says that it is the last.
    }

    /// <inheritdoc/>
    public abstract void Abort();

    /// <summary>A request has come.</summary>
    public virtual void CountRequest()
    {
        RequestsCount++;
        Stats.Increment(HttpStat.DownstreamRqTotal);
        Stats.Increment(HttpStat.DownstreamRqActive);
    }

    /// <summary>A request has its response.</summary>
    public virtual void CountResponse()
    {
        Stats.Decrement(HttpStat.DownstreamRqActive);
        Stats.Increment(HttpStat.DownstreamRqCompleted);
    }

    /// <summary>A header's name has an underscore, and is not let through.</summary>
    /// <param name="isRejected">Whether the whole request is refused; else the header is dropped.</param>
    public abstract void CountUnderscores(bool isRejected);

    /// <summary>Counts the bytes that moved since the last call.</summary>
    protected void CountBytes() => _counts.CountBytes();

    /// <summary>
    /// Lets the client take what it was sent before the connection closes, while what it sends on is dropped:
    /// a reset would take the response from it (RFC 9112 section 9.6).
    /// </summary>
    protected async LoopTask LingerAsync()
    {
        var socket = Client.Socket;
        socket.ShutdownSend();
        var lingerMs = Model.Timeouts.DelayedCloseMs;
        var deadlineMs = socket.Loop.NowMs + lingerMs;
        while (lingerMs > 0)
        {
            Client.Input.Release();
            if (await socket.ReadableAsync(deadlineMs) != WaitResult.Ready)
            {
                Stats.Increment(HttpStat.DownstreamCxDelayedCloseTimeout);
                return;
            }

            Client.Input.EnsureRoom(1);
            if (socket.TryRead(Client.Input.Room, out _) is IoStatus.EndOfStream or IoStatus.Failed)
                return;
            if (socket.Loop.NowMs >= deadlineMs)
                return;
        }
    }
}
