using System.Net;
using System.Net.Sockets;
using Grpc.Net.Client;

namespace Outrigger.Xds.Client;

/// <summary>
/// Makes the gRPC channel to an xDS server: HTTP/2 over TCP, a Unix socket, or whatever stream is given.
/// </summary>
public static class AdsChannel
{
    /// <summary>
    /// The largest response that is read; a big mesh's clusters are far beyond gRPC's default of 4 MB.
    /// </summary>
    private const int ResponseSizeMax = 256 * 1024 * 1024;

    /// <summary>Makes a channel to a TCP endpoint.</summary>
    /// <param name="host">A name or an address; IPv6 without brackets.</param>
    /// <param name="port">The port.</param>
    /// <param name="keepAlive">
    /// How long the connection may be silent before an HTTP/2 ping is sent; one without an answer within as
    /// long again ends the connection. Null for 30 s.
    /// </param>
    public static GrpcChannel CreateTcp(string host, int port, TimeSpan? keepAlive = null) =>
        Create(new UriBuilder(Uri.UriSchemeHttp, host, port).Uri, ConnectTcpAsync, keepAlive);

    /// <summary>Makes a channel to a Unix socket.</summary>
    /// <param name="path">The socket's path.</param>
    /// <param name="keepAlive">As in <see cref="CreateTcp"/>.</param>
    public static GrpcChannel CreateUnix(string path, TimeSpan? keepAlive = null)
    {
        var endPoint = new UnixDomainSocketEndPoint(path);
        return Create(new Uri("http://localhost"), ConnectAsync, keepAlive);

        async ValueTask<Stream> ConnectAsync(
            SocketsHttpConnectionContext context, CancellationToken cancellation)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(endPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    // With a callback of ours the gRPC library leaves connecting to the HTTP handler, which connects when a
    // call needs it. Its own connection manager, which it uses otherwise, can wait for ever after a server
    // died (seen with NativeAOT), and backs off on top of the back-off of the client.
    private static async ValueTask<Stream> ConnectTcpAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes a channel over streams of the caller's own, such as TLS. Requests go to a connection for a limited
    /// time only, so that a connection with former certificates is not begun upon for ever.
    /// </summary>
    /// <param name="host">The name that requests are addressed to.</param>
    /// <param name="connect">Opens a stream, over which HTTP/2 is spoken without further agreement.</param>
    /// <param name="lifetime">For how long new requests go to one connection.</param>
    public static GrpcChannel Create(
        string host, Func<CancellationToken, ValueTask<Stream>> connect, TimeSpan lifetime) =>
        Create(
            new UriBuilder(Uri.UriSchemeHttp, host).Uri, (_, cancellation) => connect(cancellation),
            keepAlive: null, lifetime);

    private static GrpcChannel Create(
        Uri address,
        Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect,
        TimeSpan? keepAlive,
        TimeSpan? lifetime = null)
    {
        TimeSpan silence = keepAlive ?? TimeSpan.FromSeconds(30);
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = connect,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            KeepAlivePingDelay = silence,
            KeepAlivePingTimeout = silence,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            PooledConnectionLifetime = lifetime ?? Timeout.InfiniteTimeSpan,
            // The environment's proxy settings are meant for the application, not for its mesh.
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
        };
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = ResponseSizeMax,
        });
    }
}
