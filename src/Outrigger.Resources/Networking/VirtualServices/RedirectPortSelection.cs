using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>How a redirect's port follows from the request.</summary>
public enum RedirectPortSelection
{
    /// <summary>The scheme's default port.</summary>
    [WireName("FROM_PROTOCOL_DEFAULT")]
    FromProtocolDefault,

    /// <summary>The request's port.</summary>
    [WireName("FROM_REQUEST_PORT")]
    FromRequestPort,
}
