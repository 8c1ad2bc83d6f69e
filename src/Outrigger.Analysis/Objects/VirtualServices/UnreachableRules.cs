using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Analysis.Objects.VirtualServices;

/// <summary>
/// Finds HTTP rules that no request reaches, because an earlier rule takes every request, and conditions that
/// an earlier rule already has.
/// </summary>
internal static class UnreachableRules
{
    public static void Check(VirtualServiceSpec spec, ObjectFindings findings)
    {
        int? catchAll = null;
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < spec.Http.Count; i++)
        {
            string path = $"spec.http[{i}]";
            if (catchAll is { } first)
            {
                string message = $"no request reaches this rule, because rule {first} takes every request";
                findings.Warn(path, message, AnalysisCodes.UnreachableRule);
                continue;
            }

            HttpRoute route = spec.Http[i];
            CheckRepeated(route, path, seen, findings);
            if (route.Match.Count == 0 || route.Match.Any(IsCatchAll)) catchAll = i;
        }
    }

    private static void CheckRepeated(
        HttpRoute route, string path, Dictionary<string, string> seen, ObjectFindings findings)
    {
        int repeated = 0;
        for (int i = 0; i < route.Match.Count; i++)
        {
            string at = $"{path}.match[{i}]";
            if (seen.TryAdd(Signature(route.Match[i]), at)) continue;
            repeated++;
            string message =
                $"the condition is without effect, because {seen[Signature(route.Match[i])]} already has it";
            findings.Inform(at, message, AnalysisCodes.IneffectiveMatch);
        }

        if (repeated == 0 || repeated < route.Match.Count) return;
        const string Unreachable =
            "no request reaches this rule, because earlier rules have all of its conditions";
        findings.Warn(path, Unreachable, AnalysisCodes.UnreachableRule);
    }

    private static bool IsCatchAll(HttpMatchRequest match) =>
        TakesEveryPath(match.Uri)
        && match is { Scheme: null, Method: null, Authority: null, Port: null, SourceNamespace: null }
        && match.Headers.Count + match.WithoutHeaders.Count + match.QueryParams.Count == 0
        && match.SourceLabels.Count + match.Gateways.Count == 0;

    private static bool TakesEveryPath(StringMatch? uri) =>
        uri is null or { Prefix: "/" } or { Regex: ".*" } or { Exact: null, Prefix: null, Regex: null };

    private static string Signature(HttpMatchRequest match)
    {
        var parts = new List<string>
        {
            Text(match.Uri), Text(match.Scheme), Text(match.Method), Text(match.Authority),
            $"{match.IgnoreUriCase}", $"{match.Port}", match.SourceNamespace ?? "",
        };
        parts.AddRange(Texts("header", match.Headers));
        parts.AddRange(Texts("without", match.WithoutHeaders));
        parts.AddRange(Texts("query", match.QueryParams));
        parts.AddRange(match.SourceLabels
            .OrderBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => $"label {label.Key}={label.Value}"));
        parts.AddRange(match.Gateways.Order(StringComparer.Ordinal).Select(gateway => $"gateway {gateway}"));
        return string.Join('\n', parts);
    }

    private static IEnumerable<string> Texts(
        string name, IReadOnlyDictionary<string, StringMatch> matches) => matches
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => $"{name} {pair.Key}: {Text(pair.Value)}");

    private static string Text(StringMatch? match) => match switch
    {
        null => "-",
        { Exact: { } exact } => $"={exact}",
        { Prefix: { } prefix } => $"^{prefix}",
        { Regex: { } regex } => $"~{regex}",
        _ => "*",
    };
}
