using Envoy.Config.Core.V3;

namespace Outrigger.Proxy.Configuration;

/// <summary>
/// Tells whether a transport socket is plain. A resource that demands any other is rejected by its name.
/// </summary>
internal static class TransportSocketReader
{
    private const string RawBufferName = "envoy.transport_sockets.raw_buffer";
    private const string RawBufferType = "envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer";

    /// <summary>Reports a transport socket that is not implemented. Null means plain.</summary>
    public static void Require(TransportSocket? socket, FieldPath path, CompileReport report)
    {
        if (socket is null)
        {
            return;
        }

        string type = ExtensionType.NameOf(socket.TypedConfig);
        bool isPlain = type == RawBufferType || (type.Length == 0 && socket.Name == RawBufferName);
        if (!isPlain)
        {
            string found = type.Length == 0 ? socket.Name : $"{socket.Name} ({type})";
            report.Error(path, $"the transport socket {found} is not implemented, expected {RawBufferName}");
        }
    }
}
