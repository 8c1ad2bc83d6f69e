using Envoy.Config.Core.V3;

namespace Outrigger.Proxy.Admin;

/// <summary>Writes addresses as <c>envoy.config.core.v3.Address</c>.</summary>
internal static class AddressWriter
{
    /// <summary>The message of an address.</summary>
    public static Address Write(NetworkAddress address) => address.Ip is { } ip
        ? new Address { SocketAddress = new SocketAddress { Address = $"{ip}", PortValue = (uint)address.Port } }
        : new Address { Pipe = new Pipe { Path = address.UnixPath } };
}
