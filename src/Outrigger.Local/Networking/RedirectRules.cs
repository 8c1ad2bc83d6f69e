using System.Globalization;

namespace Outrigger.Local.Networking;

/// <summary>
/// The nat table of a pod's network namespace: Istio's chains in Istio's order. What comes in goes to the
/// sidecar's inbound port, what goes out to its outbound port; what the sidecar itself sends passes.
/// </summary>
internal static class RedirectRules
{
    /// <summary>The user and group that the sidecar runs as, by which the rules know its packets.</summary>
    public const uint SidecarUserId = 1337;

    private const int OutboundPort = 15001;
    private const int InboundPort = 15006;
    private const int TunnelPort = 15008;

    // The sidecar reaches the application from this address, so that the way back is not redirected.
    private const string InboundSource = "127.0.0.6/32";

    // The sidecar's own ports: admin, merged metrics, readiness, metrics.
    private static readonly int[] SidecarPorts = [15000, 15020, 15021, 15090];

    /// <summary>The rules in the format of iptables-restore.</summary>
    public static string ForIptablesRestore()
    {
        var lines = new List<string>
        {
            "*nat",
            ":ISTIO_INBOUND - [0:0]",
            ":ISTIO_IN_REDIRECT - [0:0]",
            ":ISTIO_OUTPUT - [0:0]",
            ":ISTIO_REDIRECT - [0:0]",
            $"-A ISTIO_REDIRECT -p tcp -j REDIRECT --to-ports {OutboundPort}",
            $"-A ISTIO_IN_REDIRECT -p tcp -j REDIRECT --to-ports {InboundPort}",
            "-A PREROUTING -p tcp -j ISTIO_INBOUND",
            "-A OUTPUT -p tcp -j ISTIO_OUTPUT",
            $"-A ISTIO_INBOUND -p tcp --dport {TunnelPort} -j RETURN",
        };
        lines.AddRange(SidecarPorts.Select(port => $"-A ISTIO_INBOUND -p tcp --dport {port} -j RETURN"));
        lines.Add("-A ISTIO_INBOUND -p tcp -j ISTIO_IN_REDIRECT");
        lines.Add($"-A ISTIO_OUTPUT -s {InboundSource} -o lo -j RETURN");
        foreach (var owner in new[] { "uid", "gid" })
        {
            // A pod that calls itself through its service: the call comes in like anybody else's.
            lines.Add($"-A ISTIO_OUTPUT ! -d 127.0.0.1/32 -o lo -p tcp ! --dport {TunnelPort} "
                + Owned(owner) + "-j ISTIO_IN_REDIRECT");
            lines.Add("-A ISTIO_OUTPUT -o lo " + NotOwned(owner) + "-j RETURN");
            lines.Add("-A ISTIO_OUTPUT " + Owned(owner) + "-j RETURN");
        }

        lines.Add("-A ISTIO_OUTPUT -d 127.0.0.1/32 -j RETURN");
        lines.Add("-A ISTIO_OUTPUT -j ISTIO_REDIRECT");
        lines.Add("COMMIT");
        return string.Join('\n', lines) + "\n";
    }

    private static string Owned(string owner) =>
        string.Create(CultureInfo.InvariantCulture, $"-m owner --{owner}-owner {SidecarUserId} ");

    private static string NotOwned(string owner) =>
        string.Create(CultureInfo.InvariantCulture, $"-m owner ! --{owner}-owner {SidecarUserId} ");
}
