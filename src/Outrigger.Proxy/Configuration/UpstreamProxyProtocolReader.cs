using Envoy.Config.Core.V3;
using Envoy.Extensions.TransportSockets.ProxyProtocol.V3;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.ProxyProtocol;

namespace Outrigger.Proxy.Configuration;

/// <summary>
/// Reads <c>envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport</c>, which
/// wraps another transport socket.
/// </summary>
internal static class UpstreamProxyProtocolReader
{
    /// <summary>Takes the wrapping off.</summary>
    /// <param name="socket">Any transport socket, or null.</param>
    /// <param name="path">Where it is; becomes the place of what is returned.</param>
    /// <param name="report">Takes what is found.</param>
    /// <param name="model">The header that is written; null when the socket is of another kind.</param>
    /// <returns>The wrapped transport socket; the given one when it wraps none.</returns>
    public static TransportSocket? Unwrap(
        TransportSocket? socket, ref FieldPath path, CompileReport report, out UpstreamProxyProtocolModel? model)
    {
        model = null;
        if (ExtensionType.NameOf(socket?.TypedConfig) != MessageNames.ProxyProtocolTransport)
        {
            return socket;
        }

        path = path.Field("typed_config");
        ProxyProtocolUpstreamTransport? transport = ExtensionType.Unpack(
            socket!.TypedConfig, ProxyProtocolUpstreamTransport.Parser, path, report);
        if (transport is null)
        {
            return null;
        }

        if (transport.TransportSocket is null)
        {
            report.Error(path.Field("transport_socket"), "missing: the header is written before another's bytes");
        }

        model = new UpstreamProxyProtocolModel(
            transport.Config?.Version == ProxyProtocolConfig.Types.Version.V2
                ? ProxyHeaderVersion.V2
                : ProxyHeaderVersion.V1,
            ProxyEntrySelectionReader.Read(
                transport.Config?.PassThroughTlvs,
                path.Field("config").Field("pass_through_tlvs"),
                report));
        path = path.Field("transport_socket");
        return transport.TransportSocket;
    }
}
