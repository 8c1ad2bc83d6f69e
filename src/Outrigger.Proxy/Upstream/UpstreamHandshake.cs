using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Tls;

namespace Outrigger.Proxy.Upstream;

/// <summary>Lays TLS over a connection to an endpoint.</summary>
internal static class UpstreamHandshake
{
    /// <summary>Why there is no connection while a secret has not come.</summary>
    public const string SecretsMissing = "TLS is configured, but its secrets have not come yet";

    /// <summary>The application protocol that stands for any bytes between peers of an Istio mesh.</summary>
    public const string MeshProtocol = "istio";

    private static readonly byte[] s_http1 = [8, .. "http/1.1"u8];
    private static readonly byte[] s_http2 = [2, .. "h2"u8];
    private static readonly byte[] s_meshHttp1 = [14, .. "istio-http/1.1"u8, 5, .. "istio"u8, .. s_http1];
    private static readonly byte[] s_meshHttp2 = [8, .. "istio-h2"u8, 5, .. "istio"u8, .. s_http2];

    /// <summary>
    /// The application protocol that is offered when the configuration says none: that of the HTTP version
    /// that is going to be spoken.
    /// </summary>
    /// <param name="isHttp2">Whether that is HTTP/2.</param>
    public static ReadOnlyMemory<byte> ProtocolsOf(bool isHttp2) => isHttp2 ? s_http2 : s_http1;

    /// <summary>Shakes hands with an endpoint.</summary>
    /// <param name="socket">A connected socket; closed when it fails.</param>
    /// <param name="tls">The configuration.</param>
    /// <param name="request">What this connection asks for.</param>
    /// <param name="deadlineMs">When to give up.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="log">Told why it fails; null for nobody.</param>
    /// <returns>The connection, or why there is none.</returns>
    public static async LoopTask<UpstreamTls> RunAsync(
        SocketConnection socket,
        UpstreamTlsModel tls,
        TlsPeerRequest request,
        long deadlineMs,
        ClusterModel cluster,
        HandshakeLog? log)
    {
        if (tls.Contexts.Acquire() is not { } context)
        {
            socket.Close();
            return new UpstreamTls(null, SecretsMissing);
        }

        if (tls.HasApplicationProtocols)
            request = request with { ApplicationProtocols = tls.IsMesh ? MeshProtocolsOf(request) : default };
        var connection = TlsConnection.CreateClient(socket, context, in request);
        var isDone = await connection.HandshakeAsync(deadlineMs);
        cluster.Stats.Tls.Count(connection);
        if (isDone)
            return new UpstreamTls(connection, "");
        log?.Write(connection, cluster.Name);
        connection.Close();
        return new UpstreamTls(null, connection.FailureText);
    }

    /// <summary>
    /// Peers of an Istio mesh choose what to do with a connection by what its client offers, so HTTP says that it is
    /// HTTP, even where the configuration could not know: there it is a filter of Istio's (<c>istio.alpn</c>) that does
    /// this. Bytes offer what is configured.
    /// </summary>
    private static ReadOnlyMemory<byte> MeshProtocolsOf(in TlsPeerRequest request)
    {
        if (request.ApplicationProtocols.IsEmpty)
            return default;
        return request.ApplicationProtocols.Span.SequenceEqual(s_http2) ? s_meshHttp2 : s_meshHttp1;
    }
}

/// <summary>What came of a handshake with an endpoint.</summary>
/// <param name="Connection">The connection, or null.</param>
/// <param name="Failure">Why there is none.</param>
internal readonly record struct UpstreamTls(TlsConnection? Connection, string Failure);
