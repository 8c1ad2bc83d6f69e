using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Envoy.Config.Core.V3;

namespace Outrigger.Discovery.Security.Authorization;

/// <summary>Reads addresses and ranges of addresses of policies.</summary>
internal static class AddressRanges
{
    /// <summary>A range such as <c>10.0.0.0/8</c>; an address alone is a range of one.</summary>
    public static CidrRange Of(string value)
    {
        var slash = value.IndexOf('/');
        var prefix = slash < 0 ? value : value[..slash];
        return new CidrRange
        {
            AddressPrefix = prefix,
            PrefixLen = slash < 0 ? LengthOf(prefix) : Parse(value[(slash + 1)..]),
        };
    }

    private static uint LengthOf(string address) =>
        IPAddress.Parse(address).AddressFamily == AddressFamily.InterNetwork ? 32u : 128u;

    private static uint Parse(string length) => uint.Parse(length, CultureInfo.InvariantCulture);
}
