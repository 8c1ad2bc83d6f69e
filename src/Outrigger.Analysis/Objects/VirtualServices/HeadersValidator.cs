using Outrigger.Analysis.Syntax;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Analysis.Objects.VirtualServices;

/// <summary>The rules of header changes.</summary>
internal static class HeadersValidator
{
    public static void Validate(Headers? headers, string path, ObjectFindings findings)
    {
        if (headers?.Request is { } request) Validate(request, $"{path}.request", findings);
        if (headers?.Response is { } response) Validate(response, $"{path}.response", findings);
    }

    private static void Validate(HeaderOperations operations, string path, ObjectFindings findings)
    {
        CheckValues(operations.Set, $"{path}.set", findings);
        CheckValues(operations.Add, $"{path}.add", findings);
        for (int i = 0; i < operations.Remove.Count; i++)
        {
            string name = operations.Remove[i];
            string at = $"{path}.remove[{i}]";
            if (name.StartsWith(':') || string.Equals(name, "host", StringComparison.OrdinalIgnoreCase))
            {
                // Istio accepts and ignores it, so objects that have it must keep working.
                findings.Warn(at, $"the header \"{name}\" is not removed, as no request can be without it");
            }
            else if (!HeaderNames.IsToken(name))
            {
                findings.Error(at, $"found \"{name}\", expected the name of a header");
            }
        }
    }

    private static void CheckValues(
        IReadOnlyDictionary<string, string> values, string path, ObjectFindings findings)
    {
        foreach ((string name, string value) in values)
        {
            string at = $"{path}[{name}]";
            if (!HeaderNames.IsName(name))
            {
                findings.Error(at, $"found \"{name}\", expected the name of a header");
            }

            if (!HeaderNames.IsValue(value))
            {
                findings.Error(at, "found a header value with a line break, expected one line");
            }
        }
    }
}
