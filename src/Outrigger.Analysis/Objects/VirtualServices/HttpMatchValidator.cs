using Outrigger.Analysis.Syntax;
using Outrigger.Resources.Networking.VirtualServices;
using Outrigger.Resources.Security.RequestAuthentications;

namespace Outrigger.Analysis.Objects.VirtualServices;

/// <summary>The rules of an HTTP condition.</summary>
internal static class HttpMatchValidator
{
    public static void Validate(HttpMatchRequest match, string path, ObjectFindings findings)
    {
        CheckString(match.Uri, $"{path}.uri", findings);
        CheckString(match.Scheme, $"{path}.scheme", findings);
        CheckString(match.Method, $"{path}.method", findings);
        CheckString(match.Authority, $"{path}.authority", findings);
        CheckHeaders(match.Headers, $"{path}.headers", findings);
        CheckHeaders(match.WithoutHeaders, $"{path}.withoutHeaders", findings);
        foreach ((string name, StringMatch value) in match.QueryParams)
        {
            CheckString(value, $"{path}.queryParams[{name}]", findings);
        }

        Common.CheckPort(match.Port, $"{path}.port", findings);
        Common.CheckLabels(match.SourceLabels, $"{path}.sourceLabels", findings);
        VirtualServiceValidator.CheckGateways(match.Gateways, $"{path}.gateways", findings);
    }

    private static void CheckHeaders(
        IReadOnlyDictionary<string, StringMatch> headers, string path, ObjectFindings findings)
    {
        foreach ((string name, StringMatch value) in headers)
        {
            string at = $"{path}[{name}]";
            bool isClaim = ClaimReference.IsMeant(name);
            if (isClaim && !ClaimReference.TryParse(name, out _))
            {
                findings.Error(at, $"found \"{name}\", expected a claim as in \"@request.auth.claims[group]\"");
            }
            else if (!isClaim && !HeaderNames.IsName(name))
            {
                findings.Error(at, $"found \"{name}\", expected the name of a header");
            }

            CheckString(value, at, findings);
        }
    }

    private static void CheckString(StringMatch? match, string path, ObjectFindings findings)
    {
        if (match is null) return;
        if (match.Prefix is "")
        {
            findings.Error($"{path}.prefix", "found an empty prefix, expected what the text begins with");
        }

        if (match.Regex is "")
        {
            findings.Error($"{path}.regex", "found an empty regular expression, expected one that matches");
        }

        if (match.Regex is { } regex && RegularExpressions.Fault(regex) is { } fault)
        {
            findings.Error($"{path}.regex", fault);
        }
    }
}
