using System.Text;
using Outrigger.Http;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Upstream;

namespace Outrigger.Proxy.Http;

/// <summary>
/// The server name that TLS with an endpoint asks for on behalf of one request: <c>auto_sni</c>,
/// <c>auto_san_validation</c> and <c>override_auto_sni_header</c> of
/// <c>envoy.config.core.v3.UpstreamHttpProtocolOptions</c>.
/// </summary>
internal static class UpstreamServerName
{
    /// <summary>The name that a request is for: its host without a port, or what the header says.</summary>
    /// <param name="options">The cluster's options.</param>
    /// <param name="request">The request.</param>
    public static ReadOnlySpan<byte> Of(UpstreamHttpOptions options, RequestHead request)
    {
        if (options.ServerNameHeader.Length > 0)
        {
            Span<byte> name = stackalloc byte[256];
            var index = Encoding.ASCII.TryGetBytes(options.ServerNameHeader, name, out var length)
                ? request.Headers.IndexOf(name[..length])
                : -1;
            if (index >= 0 && !request.Headers.ValueAt(index).IsEmpty)
                return request.Headers.ValueAt(index);
        }

        return WithoutPort(request.Authority);
    }

    /// <summary>What a new connection asks for.</summary>
    /// <param name="options">The cluster's options.</param>
    /// <param name="tls">The configuration of TLS.</param>
    /// <param name="request">The request that it is opened for.</param>
    /// <param name="isHttp2">Whether HTTP/2 is going to be spoken.</param>
    public static TlsPeerRequest CreateRequest(
        UpstreamHttpOptions options, UpstreamTlsModel tls, RequestHead request, bool isHttp2)
    {
        var name = options.AsksForHost ? Encoding.ASCII.GetString(Of(options, request)).ToLowerInvariant() : null;
        return new TlsPeerRequest
        {
            ServerName = name,
            VerifiedName = options.ChecksHost ? Demanded(name ?? tls.ServerName) : null,
            ApplicationProtocols = UpstreamHandshake.ProtocolsOf(isHttp2),
        };
    }

    /// <summary>A certificate is for nobody when there is no name that it could be checked for.</summary>
    private static string Demanded(string name) => name.Length == 0 ? "(no host)" : name;

    private static ReadOnlySpan<byte> WithoutPort(ReadOnlySpan<byte> authority)
    {
        var colon = authority.LastIndexOf((byte)':');
        var bracket = authority.LastIndexOf((byte)']');
        if (bracket > 0 && authority[0] == (byte)'[')
            return authority[1..bracket];
        return colon < 0 ? authority : authority[..colon];
    }
}
