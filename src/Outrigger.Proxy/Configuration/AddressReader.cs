using System.Net;
using Envoy.Config.Core.V3;
using SocketAddress = Envoy.Config.Core.V3.SocketAddress;

namespace Outrigger.Proxy.Configuration;

/// <summary>Reads <c>envoy.config.core.v3.Address</c>. Mistakes go to the report.</summary>
internal sealed class AddressReader(CompileReport report)
{
    /// <summary>An address that can be bound or connected to; null after a mistake.</summary>
    public NetworkAddress? Read(Address? address, FieldPath path)
    {
        switch (address?.AddressCase)
        {
            case Address.AddressOneofCase.SocketAddress:
                return ReadSocket(address.SocketAddress, path.Field("socket_address"));
            case Address.AddressOneofCase.Pipe:
                NetworkAddress? unix = NetworkAddress.FromUnixPath(address.Pipe.Path);
                if (unix is null)
                {
                    report.Error(path.Field("pipe").Field("path"), "expected a path of 1 to 107 bytes");
                }

                report.Unimplemented(path.Field("pipe"), "mode", address.Pipe.Mode != 0);
                return unix;
            default:
                report.Error(path, "found no address, expected socket_address or pipe");
                return null;
        }
    }

    /// <summary>An IP address and port; null after a mistake.</summary>
    public NetworkAddress? ReadSocket(SocketAddress address, FieldPath path)
    {
        int? port = ReadPort(address, path);
        if (!IPAddress.TryParse(address.Address, out IPAddress? ip))
        {
            string found = address.Address.Length == 0 ? "nothing" : $"\"{address.Address}\"";
            report.Error(path.Field("address"), $"found {found}, expected an IP address");
            return null;
        }

        return port is null ? null : NetworkAddress.FromIp(ip, port.Value);
    }

    /// <summary>
    /// A host name or IP address, with a port, that is looked up later; null after a mistake.
    /// </summary>
    public (string Host, int Port)? ReadHost(Address? address, FieldPath path)
    {
        if (address?.AddressCase != Address.AddressOneofCase.SocketAddress)
        {
            report.Error(path, "expected a socket_address with a host name");
            return null;
        }

        FieldPath socketPath = path.Field("socket_address");
        int? port = ReadPort(address.SocketAddress, socketPath);
        if (address.SocketAddress.Address.Length == 0)
        {
            report.Error(socketPath.Field("address"), "found nothing, expected a host name");
            return null;
        }

        return port is null ? null : (address.SocketAddress.Address, port.Value);
    }

    private int? ReadPort(SocketAddress address, FieldPath path)
    {
        if (address.Protocol != SocketAddress.Types.Protocol.Tcp)
        {
            report.Error(path.Field("protocol"), "found UDP, expected TCP");
        }

        report.Unimplemented(path, "resolver_name", address.ResolverName.Length > 0);
        switch (address.PortSpecifierCase)
        {
            case SocketAddress.PortSpecifierOneofCase.PortValue when address.PortValue <= ushort.MaxValue:
                return (int)address.PortValue;
            case SocketAddress.PortSpecifierOneofCase.PortValue:
                report.Error(path.Field("port_value"), $"found {address.PortValue}, expected 0 to 65535");
                return null;
            case SocketAddress.PortSpecifierOneofCase.NamedPort:
                report.Error(
                    path.Field("named_port"), "named ports are not implemented, expected port_value");
                return null;
            default:
                report.Error(path, "found no port, expected port_value");
                return null;
        }
    }
}
