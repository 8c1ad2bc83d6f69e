using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Values of RedirectPortSelection.</summary>
public enum RedirectPortSelection
{
    /// <summary><c>FROM_PROTOCOL_DEFAULT</c>.</summary>
    [WireName("FROM_PROTOCOL_DEFAULT")]
    FromProtocolDefault,

    /// <summary><c>FROM_REQUEST_PORT</c>.</summary>
    [WireName("FROM_REQUEST_PORT")]
    FromRequestPort,
}
