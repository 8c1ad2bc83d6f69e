using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Outrigger.Local.Networking;

namespace Outrigger.Local.Probes;

/// <summary>Makes HTTP clients whose connections start inside a pod's network.</summary>
internal static class PodHttpClient
{
    /// <summary>A client for the pod. It keeps no connection open between requests.</summary>
    public static HttpClient Create(PodNetwork network)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            // A probe must see the state of now; a kept connection would outlive the listener that it was
            // made to.
            PooledConnectionLifetime = TimeSpan.Zero,
            SslOptions = new SslClientAuthenticationOptions
            {
#pragma warning disable CA5359 // A probe asks whether somebody answers, not who, as the kubelet's does.
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            },
            ConnectCallback = async (context, cancellation) =>
                await ConnectAsync(network, context.DnsEndPoint, cancellation),
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Connects from inside the pod's network.</summary>
    public static async Task<Stream> ConnectAsync(
        PodNetwork network, DnsEndPoint endpoint, CancellationToken cancellation)
    {
        var socket = network.OpenSocket();
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(endpoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
