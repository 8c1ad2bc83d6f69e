using Outrigger.Analysis.Syntax;
using Outrigger.Resources.Security.AuthorizationPolicies;

namespace Outrigger.Analysis.Objects.Security;

/// <summary>
/// The conditions of AuthorizationPolicies. An unknown one is a mistake: without it a rule means another thing.
/// </summary>
internal static class RuleConditionChecks
{
    private const string HeaderPrefix = "request.headers";
    private const string ClaimPrefix = "request.auth.claims";

    private static readonly string[] s_addressKeys = ["source.ip", "remote.ip", "destination.ip"];

    private static readonly string[] s_textKeys =
    [
        "source.namespace", "source.principal", "source.serviceAccount", "source.trustDomain",
        "request.auth.principal", "request.auth.audiences", "request.auth.presenter", "connection.sni",
    ];

    public static void Check(RuleCondition condition, string path, ObjectFindings findings)
    {
        if (condition.Values.Count + condition.NotValues.Count == 0)
        {
            findings.Error(path, "found a condition without values, expected \"values\" or \"notValues\"");
        }

        string key = condition.Key ?? "";
        if (s_addressKeys.Contains(key))
        {
            Common.CheckRanges(condition.Values, $"{path}.values", findings);
            Common.CheckRanges(condition.NotValues, $"{path}.notValues", findings);
        }
        else if (key == "destination.port")
        {
            RuleOperationChecks.CheckPorts(condition.Values, $"{path}.values", findings);
            RuleOperationChecks.CheckPorts(condition.NotValues, $"{path}.notValues", findings);
        }
        else if (!s_textKeys.Contains(key) && FaultOf(key) is { } fault)
        {
            findings.Error($"{path}.key", $"found \"{key}\", {fault}");
        }
    }

    private static string? FaultOf(string key)
    {
        if (key.StartsWith("experimental.", StringComparison.Ordinal))
        {
            return "which asks for what filters of Envoy noted; no such filter is in this proxy, so that the condition "
                + "could never hold";
        }

        if (key.StartsWith(HeaderPrefix, StringComparison.Ordinal))
        {
            return CountNames(key[HeaderPrefix.Length..]) == 1 ? null : "expected request.headers[NAME]";
        }

        if (key.StartsWith(ClaimPrefix, StringComparison.Ordinal))
        {
            return CountNames(key[ClaimPrefix.Length..]) > 0
                ? null
                : "expected request.auth.claims[NAME], with further names in brackets for nested claims";
        }

        string known = string.Join(", ", s_addressKeys.Concat(s_textKeys));
        return $"expected one of {known}, destination.port, request.headers[…] and request.auth.claims[…]";
    }

    /// <summary>How many names in brackets a text is made of; 0 when it is anything else.</summary>
    private static int CountNames(string text)
    {
        if (text.Length < 2 || text[0] != '[' || text[^1] != ']') return 0;
        string[] names = text[1..^1].Split("][");
        return names.All(name => name.Length > 0 && name.IndexOfAny(['[', ']']) < 0) ? names.Length : 0;
    }
}
