using Outrigger.Analysis.Syntax;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Analysis.Objects.VirtualServices;

/// <summary>The rules of redirects, direct responses and rewrites.</summary>
internal static class HttpActionValidator
{
    private const int BodyBytesMax = 1024 * 1024;

    public static void Validate(HttpRedirect redirect, string path, ObjectFindings findings)
    {
        bool isEmpty = redirect is
        {
            Uri: null, Authority: null, Scheme: null, Port: null, DerivePort: null, RedirectCode: null,
            PrefixRewrite: null,
        };
        if (isEmpty)
        {
            findings.Error(
                path, "found an empty redirect, expected at least one of uri, authority, scheme, port");
        }

        if (redirect.RedirectCode is { } code && code is not (0 or 301 or 302 or 303 or 307 or 308))
        {
            findings.Error(
                $"{path}.redirectCode", $"found the status {code}, expected 301, 302, 303, 307 or 308");
        }

        if (redirect is { Uri: not null, PrefixRewrite: not null })
        {
            const string Message = "found \"uri\" and \"prefixRewrite\" together, expected only one of them";
            findings.Error($"{path}.prefixRewrite", Message);
        }

        if (redirect.Scheme is { } scheme && scheme is not ("" or "http" or "https"))
        {
            findings.Error($"{path}.scheme", $"found \"{scheme}\", expected http or https");
        }

        Common.CheckPort(redirect.Port, $"{path}.port", findings);
    }

    public static void Validate(HttpDirectResponse response, string path, ObjectFindings findings)
    {
        if (response.Status is < 200 or > 599)
        {
            findings.Error(
                $"{path}.status", $"found the status {response.Status}, expected one from 200 to 599");
        }

        long length = response.Body?.Text?.Length ?? response.Body?.Bytes?.Length ?? 0;
        if (length > BodyBytesMax)
        {
            findings.Error(
                $"{path}.body", $"found a body of {length} bytes, expected at most {BodyBytesMax}");
        }
    }

    public static void Validate(HttpRewrite rewrite, string path, ObjectFindings findings)
    {
        if (rewrite is { Uri: null, Authority: null, UriRegexRewrite: null })
        {
            findings.Error(path, "found an empty rewrite, expected uri, uriRegexRewrite or authority");
        }

        if (rewrite is { Uri: not null, UriRegexRewrite: not null })
        {
            const string Message =
                "found \"uri\" and \"uriRegexRewrite\" together, expected only one of them";
            findings.Error($"{path}.uriRegexRewrite", Message);
        }

        if (rewrite.UriRegexRewrite is not { } regex) return;
        string at = $"{path}.uriRegexRewrite";
        if (string.IsNullOrEmpty(regex.Match))
        {
            findings.Error(at, "found a rewrite without \"match\", expected an expression");
        }
        else if (RegularExpressions.Fault(regex.Match) is { } fault) findings.Error($"{at}.match", fault);
        if (string.IsNullOrEmpty(regex.Rewrite))
        {
            findings.Error(at, "found a rewrite without \"rewrite\", expected the replacement");
        }
    }
}
