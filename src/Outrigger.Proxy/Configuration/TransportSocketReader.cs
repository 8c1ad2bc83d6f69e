using Envoy.Config.Core.V3;
using Outrigger.Proxy.Configuration.Tls;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Configuration;

/// <summary>
/// Reads <c>envoy.config.core.v3.TransportSocket</c>: plain bytes or TLS. A resource that demands any other is
/// rejected by its name.
/// </summary>
internal sealed class TransportSocketReader(CompileEnvironment environment, CompileReport report)
{
    private const string RawBufferName = "envoy.transport_sockets.raw_buffer";
    private const string TlsName = "envoy.transport_sockets.tls";

    /// <summary>TLS with clients; null for plain bytes, and after mistakes.</summary>
    public DownstreamTlsModel? ReadDownstream(TransportSocket? socket, FieldPath path) =>
        IsTls(socket, MessageNames.DownstreamTlsContext, path)
            ? new TlsSocketCompiler(environment, report)
                .CompileDownstream(socket!.TypedConfig, path.Field("typed_config"))
            : null;

    /// <summary>TLS towards endpoints; null for plain bytes, and after mistakes.</summary>
    public UpstreamTlsModel? ReadUpstream(TransportSocket? socket, FieldPath path) =>
        IsTls(socket, MessageNames.UpstreamTlsContext, path)
            ? new TlsSocketCompiler(environment, report)
                .CompileUpstream(socket!.TypedConfig, path.Field("typed_config"))
            : null;

    private bool IsTls(TransportSocket? socket, string tlsType, FieldPath path)
    {
        if (socket is null)
        {
            return false;
        }

        string type = ExtensionType.NameOf(socket.TypedConfig);
        if (type == tlsType)
        {
            return true;
        }

        bool isPlain = type == MessageNames.RawBuffer || (type.Length == 0 && socket.Name == RawBufferName);
        if (!isPlain)
        {
            string found = type.Length == 0 ? socket.Name : $"{socket.Name} ({type})";
            report.Error(
                path, $"the transport socket {found} is not implemented here, expected {RawBufferName} or {TlsName}");
        }

        return false;
    }
}
