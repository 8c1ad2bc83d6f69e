using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Security;
using Outrigger.Resources.Security.PeerAuthentications;

namespace Outrigger.Discovery.Listeners;

/// <summary>Which connections a port takes: mutual TLS, clear text (and foreign TLS, which passes), or both.</summary>
/// <param name="TakesMutualTls">Whether mutual TLS ends here.</param>
/// <param name="TakesOthers">Whether anything else is let in.</param>
internal readonly record struct InboundSecurity(bool TakesMutualTls, bool TakesOthers)
{
    /// <summary>
    /// The security of a port. A proxy without an identity cannot end mutual TLS, so a port that also takes clear text
    /// takes that alone; one that demands mutual TLS stays shut until there is an identity.
    /// </summary>
    public static InboundSecurity Of(MutualTlsPolicy policy, int port, ProxyNode proxy) => Of(policy.For(port), proxy);

    /// <summary>The security of every port that has no demand of its own.</summary>
    public static InboundSecurity OfOtherPorts(MutualTlsPolicy policy, ProxyNode proxy) => Of(policy.Mode, proxy);

    private static InboundSecurity Of(MutualTlsMode mode, ProxyNode proxy) => mode switch
    {
        MutualTlsMode.Disable => new(TakesMutualTls: false, TakesOthers: true),
        MutualTlsMode.Strict => new(TakesMutualTls: true, TakesOthers: false),
        _ => new(TakesMutualTls: proxy.VerifiedIdentity is not null, TakesOthers: true),
    };
}
