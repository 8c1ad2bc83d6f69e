using System.Net;

namespace Outrigger.Analysis.Syntax;

/// <summary>Host names as the mesh's objects have them.</summary>
internal static class HostNames
{
    /// <summary>What is wrong with a host name; null when nothing is.</summary>
    public static string? Fault(string host, bool allowsWildcard)
    {
        if (host.Length == 0) return "found an empty text, expected a host name";
        if (host == "*") return allowsWildcard ? null : "found the host *, expected the name of one host";
        string name = host;
        if (host.StartsWith('*'))
        {
            if (!allowsWildcard) return $"found the wildcard \"{host}\", expected the name of one host";
            name = host[1] == '.' ? host[2..] : host[1..];
        }

        if (name.Contains('*'))
        {
            return $"found the host \"{host}\", expected a wildcard only at its beginning, "
                + "as in *.example.com";
        }

        if (IPAddress.TryParse(name, out _) && host == name) return null;
        if (name.Length > 255) return "found a host name of more than 255 characters, expected a shorter one";
        bool isValid = name.TrimEnd('.').Split('.').All(IsLabel);
        return isValid
            ? null
            : $"found the host \"{host}\", expected labels of letters, digits and inner dashes";
    }

    /// <summary>The full name of a host: one without dots is a service of the given namespace.</summary>
    public static string Resolve(string host, string namespaceName, string domainSuffix) =>
        host.Contains('.') || host == "*" || IPAddress.TryParse(host, out _)
            ? host
            : $"{host}.{namespaceName}.svc.{domainSuffix}";

    /// <summary>Whether a host name falls under another, which may be a wildcard.</summary>
    public static bool IsWithin(string host, string pattern)
    {
        if (pattern == "*") return true;
        if (!pattern.StartsWith('*')) return Same(host, pattern);
        return Same(host, pattern) || host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether some host could fall under both names.</summary>
    public static bool Overlap(string left, string right) => IsWithin(left, right) || IsWithin(right, left);

    private static bool Same(string left, string right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && label[0] != '-'
        && label[^1] != '-';
}
