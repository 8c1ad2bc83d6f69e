using System.Globalization;
using Outrigger.Analysis.Syntax;
using Outrigger.Resources.Security.AuthorizationPolicies;

namespace Outrigger.Analysis.Objects.Security;

/// <summary>What is wrong with the operations of AuthorizationPolicies, and what of them no request fits.</summary>
internal static class RuleOperationChecks
{
    public static void Check(RuleOperation operation, string path, ObjectFindings findings)
    {
        CheckPorts(operation.Ports, $"{path}.ports", findings);
        CheckPorts(operation.NotPorts, $"{path}.notPorts", findings);
        CheckPaths(operation.Paths, $"{path}.paths", findings);
        CheckPaths(operation.NotPaths, $"{path}.notPaths", findings);
        CheckMethods(operation.Methods, $"{path}.methods", findings);
        CheckMethods(operation.NotMethods, $"{path}.notMethods", findings);
        NeverMatches.Check(operation.Hosts, operation.NotHosts, $"{path}.notHosts", findings);
        NeverMatches.Check(operation.Methods, operation.NotMethods, $"{path}.notMethods", findings);
        NeverMatches.Check(operation.Paths, operation.NotPaths, $"{path}.notPaths", findings);
    }

    public static void CheckPorts(IReadOnlyList<string> ports, string path, ObjectFindings findings)
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

    private static void CheckPaths(IReadOnlyList<string> paths, string path, ObjectFindings findings)
    {
        for (int i = 0; i < paths.Count; i++)
        {
            if (PathTemplates.IsTemplate(paths[i]))
            {
                if (PathTemplates.FaultOf(paths[i]) is { } fault)
                    findings.Error($"{path}[{i}]", $"found \"{paths[i]}\", {fault}");
            }
            else if (!paths[i].StartsWith('/') && !paths[i].StartsWith('*'))
            {
                findings.Warn($"{path}[{i}]", $"no path is \"{paths[i]}\": paths begin with \"/\"");
            }
        }
    }

    private static void CheckMethods(IReadOnlyList<string> methods, string path, ObjectFindings findings)
    {
        for (int i = 0; i < methods.Count; i++)
        {
            if (!methods[i].Any(char.IsAsciiLetterLower)) continue;
            findings.Warn(
                $"{path}[{i}]",
                $"no usual method is \"{methods[i]}\": methods are told apart by case, as in "
                    + methods[i].ToUpperInvariant());
        }
    }
}
