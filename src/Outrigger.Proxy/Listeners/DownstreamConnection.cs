using System.Text;
using Outrigger.Net.Buffers;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Workers;
using Outrigger.Routing.Authorization;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.Listeners;

/// <summary>A client's connection on its way through a listener, with all that is known of it.</summary>
internal sealed class DownstreamConnection
{
    private readonly long _acceptedMs;
    private PeerNames? _peerNames;
    private DynamicMetadata? _metadata;

    /// <summary>Takes over an accepted socket.</summary>
    /// <param name="worker">The worker it lives on.</param>
    /// <param name="socket">The socket.</param>
    public DownstreamConnection(Worker worker, SocketConnection socket)
    {
        Worker = worker;
        AcceptedSocket = socket;
        Socket = socket;
        PeerAddress = socket.PeerAddress;
        Input = socket.Loop.CreateStreamBuffer();
        _acceptedMs = socket.Loop.NowMs;
    }

    /// <summary>The worker it lives on.</summary>
    public Worker Worker { get; }

    /// <summary>What it is read from and written to: the socket itself, or what unwraps its bytes.</summary>
    public StreamConnection Socket { get; private set; }

    /// <summary>The socket that was accepted, for what only a socket of the kernel can do.</summary>
    public SocketConnection AcceptedSocket { get; }

    /// <summary>TLS over the socket; null for plain bytes.</summary>
    public TlsConnection? Tls => Socket as TlsConnection;

    /// <summary>The application protocol that TLS agreed on (ALPN); empty for none.</summary>
    public ReadOnlySpan<byte> NegotiatedProtocol => Tls is { } tls ? tls.NegotiatedProtocol : default;

    /// <summary>The client's address: the peer's, unless a PROXY protocol header named another.</summary>
    public NetworkAddress? PeerAddress { get; set; }

    /// <summary>The address of the peer of the socket, whatever it says of itself.</summary>
    public NetworkAddress? DirectPeerAddress => AcceptedSocket.PeerAddress;

    /// <summary>
    /// What the peer's certificate calls it; null when the connection is not over TLS. To be asked for after the
    /// handshake.
    /// </summary>
    public PeerNames? PeerNames => Tls is { } tls ? _peerNames ??= NamesOf(tls.PeerCertificate) : null;

    /// <summary>What network filters noted of the connection.</summary>
    public DynamicMetadata Metadata => _metadata ??= new();

    /// <summary>What was received and not yet used.</summary>
    public StreamBuffer Input { get; }

    /// <summary>
    /// Where the client was headed before the firewall, or a proxy before this one, turned it here; null when
    /// none did.
    /// </summary>
    public NetworkAddress? OriginalDestination { get; set; }

    /// <summary>The address that the client wanted to reach.</summary>
    public NetworkAddress? Destination => OriginalDestination ?? AcceptedSocket.LocalAddress;

    /// <summary>The listener that accepted it; its limits count the connection.</summary>
    public required ListenerState AcceptedBy { get; init; }

    /// <summary>About how much memory it holds, in bytes.</summary>
    public long HeldBytes => Input.Count + (Session?.HeldBytes ?? 0);

    /// <summary>The server name that an inspector read, in lower case; empty for none.</summary>
    public byte[] ServerName { get; set; } = [];

    /// <summary>
    /// The server name that the client asks for in TLS, whoever reads it: an inspector, or our own side of
    /// TLS; empty for none.
    /// </summary>
    public string RequestedServerName => ServerName.Length > 0
        ? Encoding.ASCII.GetString(ServerName)
        : Tls?.ServerName ?? "";

    /// <summary>
    /// The entries of its PROXY protocol header that are kept for connections to endpoints, as they stood
    /// there; empty for none.
    /// </summary>
    public byte[] ProxyEntries { get; set; } = [];

    /// <summary>How connections to endpoints start from the client's address; null when they do not.</summary>
    public OriginalSourceModel? OriginalSource { get; set; }

    /// <summary>
    /// Whether nobody has said anything yet, and it is to be learnt who does first (<see
    /// cref="ServerFirstTable"/>).
    /// </summary>
    public bool IsFirstSpeakerAwaited { get; set; }

    /// <summary>The listener that serves it: the accepting one, or the one it was handed to.</summary>
    public ListenerState Listener { get; private set; } = null!;

    /// <summary>The filter chain that serves it; null before one is chosen.</summary>
    public FilterChainModel? Chain { get; set; }

    /// <summary>What serves it; null before a filter chain is chosen.</summary>
    public IDownstreamSession? Session { get; set; }

    /// <summary>Whether the connection is to end as soon as nothing is lost by it.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>Whether it waits for a request; set by the session that serves it.</summary>
    public bool IsIdle { get; set; }

    /// <summary>The next connection of the listener; the listener's.</summary>
    public DownstreamConnection? Next { get; set; }

    /// <summary>The previous connection of the listener; the listener's.</summary>
    public DownstreamConnection? Previous { get; set; }

    /// <summary>Puts the connection into a listener's books.</summary>
    /// <param name="listener">The listener.</param>
    public void Enter(ListenerState listener)
    {
        Listener = listener;
        Input.ContentBytesMax = listener.Model.ConnectionBufferLimitBytes;
        listener.Add(this);
        listener.Stats.Increment(ListenerStat.DownstreamCxTotal);
        listener.Stats.Increment(ListenerStat.DownstreamCxActive);
    }

    /// <summary>
    /// Takes the connection out of its listener's books, because it goes to another or ends.
    /// </summary>
    public void Leave()
    {
        Listener.Remove(this);
        Listener.Stats.Decrement(ListenerStat.DownstreamCxActive);
        Listener.Stats.Increment(ListenerStat.DownstreamCxDestroy);
        Listener.Stats.Record(
            ListenerStat.DownstreamCxLengthMs, (Socket.Loop.NowMs - _acceptedMs) * 1000);
    }

    /// <summary>
    /// Asks the kernel where the client was headed. Where nothing was translated, a transparent listener's
    /// socket has that address itself.
    /// </summary>
    public void FindOriginalDestination() =>
        OriginalDestination = AcceptedSocket.ReadOriginalDestination()
            ?? (Listener.Model.IsTransparent ? AcceptedSocket.LocalAddress : null);

    /// <summary>Puts a layer over the socket, such as TLS. The layer owns the socket from then on.</summary>
    /// <param name="layer">What is read and written from now on.</param>
    public void Wrap(StreamConnection layer) => Socket = layer;

    /// <summary>Asks the connection to end after what it is doing.</summary>
    /// <param name="closesIdle">Whether it ends now if it only waits for a request.</param>
    public void BeginDrain(bool closesIdle)
    {
        IsDraining = true;
        Session?.BeginDrain(closesIdle);
        if (closesIdle)
            CloseIfIdle();
    }

    /// <summary>Ends the connection now if it only waits for a request.</summary>
    public void CloseIfIdle()
    {
        if (IsIdle)
            Socket.CancelReadable();
    }

    /// <summary>Ends the connection now.</summary>
    public void Abort()
    {
        Session?.Abort();
        Socket.Close();
    }

    /// <summary>Closes the socket and gives the buffer back.</summary>
    public void Close()
    {
        Socket.Close();
        Input.Release();
    }

    private static PeerNames NamesOf(TlsPeerCertificate? certificate) => certificate is null
        ? PeerNames.Anonymous
        : new PeerNames(
            certificate.UriNames, certificate.DnsNames, certificate.Subject);
}
