using Outrigger.Analysis.Syntax;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Analysis.Objects.VirtualServices;

/// <summary>The rules of TCP and TLS routes.</summary>
internal static class L4RouteValidator
{
    public static void Validate(TcpRoute route, string path, ObjectFindings findings)
    {
        for (int i = 0; i < route.Match.Count; i++)
        {
            L4MatchAttributes match = route.Match[i];
            string at = $"{path}.match[{i}]";
            Common.CheckRanges(match.DestinationSubnets, $"{at}.destinationSubnets", findings);
            Common.CheckPort(match.Port, $"{at}.port", findings);
            Common.CheckLabels(match.SourceLabels, $"{at}.sourceLabels", findings);
            VirtualServiceValidator.CheckGateways(match.Gateways, $"{at}.gateways", findings);
        }

        CheckDestinations(route.Route, path, findings);
    }

    public static void Validate(
        TlsRoute route, string path, IReadOnlyList<string> hosts, ObjectFindings findings)
    {
        if (route.Match.Count == 0)
        {
            findings.Error(path, "found a TLS route without \"match\", expected at least one condition");
        }

        for (int i = 0; i < route.Match.Count; i++)
        {
            TlsMatchAttributes match = route.Match[i];
            string at = $"{path}.match[{i}]";
            CheckServerNames(match.SniHosts, $"{at}.sniHosts", hosts, findings);
            Common.CheckRanges(match.DestinationSubnets, $"{at}.destinationSubnets", findings);
            Common.CheckPort(match.Port, $"{at}.port", findings);
            Common.CheckLabels(match.SourceLabels, $"{at}.sourceLabels", findings);
            VirtualServiceValidator.CheckGateways(match.Gateways, $"{at}.gateways", findings);
        }

        CheckDestinations(route.Route, path, findings);
    }

    private static void CheckServerNames(
        IReadOnlyList<string> names, string path, IReadOnlyList<string> hosts, ObjectFindings findings)
    {
        if (names.Count == 0) findings.Error(path, "found no server names, expected at least one");
        for (int i = 0; i < names.Count; i++)
        {
            string name = names[i];
            string at = $"{path}[{i}]";
            Common.CheckHost(name, at, allowsWildcard: true, findings);
            if (hosts.Any(host => HostNames.IsWithin(name, host))) continue;
            findings.Error(
                at, $"found the server name \"{name}\", expected one within the VirtualService's hosts");
        }
    }

    private static void CheckDestinations(
        IReadOnlyList<RouteDestination> destinations, string path, ObjectFindings findings)
    {
        if (destinations.Count == 0)
        {
            findings.Error(path, "found no \"route\", expected at least one destination");
        }

        for (int i = 0; i < destinations.Count; i++)
        {
            DestinationValidator.Validate(
                destinations[i].Destination, $"{path}.route[{i}].destination", findings);
        }

        WeightValidator.Validate([.. destinations.Select(d => d.Weight)], $"{path}.route", findings);
    }
}
