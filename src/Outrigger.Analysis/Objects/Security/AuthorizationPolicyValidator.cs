using System.Globalization;
using Outrigger.Analysis.Syntax;
using Outrigger.Resources;
using Outrigger.Resources.Security.AuthorizationPolicies;

namespace Outrigger.Analysis.Objects.Security;

/// <summary>The rules of AuthorizationPolicies.</summary>
internal static class AuthorizationPolicyValidator
{
    public static void Validate(ResourceObject<AuthorizationPolicySpec> resource, ObjectFindings findings)
    {
        AuthorizationPolicySpec spec = resource.Spec;
        bool isCustom = spec.Action == AuthorizationAction.Custom;
        if (isCustom && string.IsNullOrEmpty(spec.Provider?.Name))
        {
            findings.Error(
                "spec.action",
                "found the action CUSTOM without \"provider.name\", expected the authorizer's name");
        }
        else if (!isCustom && spec.Provider is not null)
        {
            findings.Error("spec.provider", "found a provider, expected it only with the action CUSTOM");
        }

        for (int i = 0; i < spec.Rules.Count; i++) CheckRule(spec.Rules[i], $"spec.rules[{i}]", findings);
    }

    private static void CheckRule(AuthorizationRule rule, string path, ObjectFindings findings)
    {
        for (int i = 0; i < rule.From.Count; i++)
        {
            if (rule.From[i].Source is not { } source) continue;
            string at = $"{path}.from[{i}].source";
            Common.CheckRanges(source.IpBlocks, $"{at}.ipBlocks", findings);
            Common.CheckRanges(source.NotIpBlocks, $"{at}.notIpBlocks", findings);
            Common.CheckRanges(source.RemoteIpBlocks, $"{at}.remoteIpBlocks", findings);
            Common.CheckRanges(source.NotRemoteIpBlocks, $"{at}.notRemoteIpBlocks", findings);
        }

        for (int i = 0; i < rule.To.Count; i++)
        {
            if (rule.To[i].Operation is not { } operation) continue;
            CheckPorts(operation.Ports, $"{path}.to[{i}].operation.ports", findings);
            CheckPorts(operation.NotPorts, $"{path}.to[{i}].operation.notPorts", findings);
        }

        for (int i = 0; i < rule.When.Count; i++)
        {
            RuleCondition condition = rule.When[i];
            if (condition.Values.Count + condition.NotValues.Count > 0) continue;
            findings.Error(
                $"{path}.when[{i}]",
                "found a condition without values, expected \"values\" or \"notValues\"");
        }
    }

    private static void CheckPorts(IReadOnlyList<string> ports, string path, ObjectFindings findings)
    {
        for (int i = 0; i < ports.Count; i++)
        {
            bool isPort =
                int.TryParse(ports[i], NumberStyles.None, CultureInfo.InvariantCulture, out int port)
                && port is > 0 and <= (int)Common.PortMax;
            if (!isPort)
            {
                findings.Error(
                    $"{path}[{i}]", $"found \"{ports[i]}\", expected a port from 1 to {Common.PortMax}");
            }
        }
    }
}
