using System.Net;
using System.Net.Sockets;
using Grpc.Net.Client;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Bootstrap;
using Outrigger.Proxy.Model;
using Outrigger.Xds.Client;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// Makes gRPC channels to the proxy's own servers, with TLS by the same library and contexts as the workers':
/// every connection begins with the newest certificate and roots.
/// </summary>
internal static class ControlChannel
{
    private static readonly TimeSpan LifetimeWithTls = TimeSpan.FromSeconds(10);
    private static readonly byte[] Http2Protocol = [2, (byte)'h', (byte)'2'];

    /// <summary>Makes a channel; it connects when it is used.</summary>
    /// <param name="target">Where the server is.</param>
    /// <param name="tls">TLS towards it; null for clear text.</param>
    public static GrpcChannel Create(ManagementTarget target, UpstreamTlsModel? tls)
    {
        if (tls is not null)
        {
            return AdsChannel.Create(
                "localhost", cancellation => ConnectAsync(target, tls, cancellation), LifetimeWithTls);
        }

        return target.UnixPath is { } path
            ? AdsChannel.CreateUnix(path)
            : AdsChannel.CreateTcp(target.Host, target.Port);
    }

    private static async ValueTask<Stream> ConnectAsync(
        ManagementTarget target, UpstreamTlsModel tls, CancellationToken cancellation)
    {
        TlsContext context = tls.Contexts.Acquire()
            ?? throw new IOException("no TLS yet: the certificate or the trusted roots have not come");
        Socket socket;
        try
        {
            socket = await OpenAsync(target, cancellation);
        }
        catch
        {
            context.Release();
            throw;
        }

        var request = new TlsPeerRequest
        {
            ApplicationProtocols = tls.HasApplicationProtocols ? default : Http2Protocol,
        };
        TlsStream stream = await TlsStream.ConnectAsync(socket, context, request, cancellation);
        if (stream.NegotiatedProtocol is "h2" or "")
        {
            return stream;
        }

        await stream.DisposeAsync();
        throw new IOException($"the server speaks {stream.NegotiatedProtocol}, expected h2");
    }

    private static async ValueTask<Socket> OpenAsync(ManagementTarget target, CancellationToken cancellation)
    {
        Socket socket = target.UnixPath is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            EndPoint endPoint = target.UnixPath is { } path
                ? new UnixDomainSocketEndPoint(path)
                : new DnsEndPoint(target.Host, target.Port);
            await socket.ConnectAsync(endPoint, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
