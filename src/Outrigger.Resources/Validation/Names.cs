namespace Outrigger.Resources.Validation;

/// <summary>The syntax of names in Kubernetes.</summary>
public static class Names
{
    /// <summary>A DNS label (RFC 1123): up to 63 lower-case letters, digits and inner dashes.</summary>
    public static bool IsDnsLabel(string name) =>
        name.Length is > 0 and <= 63
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && name[0] != '-'
        && name[^1] != '-';

    /// <summary>Dot-separated DNS labels of up to 253 characters together.</summary>
    public static bool IsDnsSubdomain(string name) => name.Length <= 253 && name.Split('.').All(IsDnsLabel);

    /// <summary>A port's name: under 63 letters, digits and inner dashes.</summary>
    public static bool IsPortName(string name) =>
        name.Length is > 0 and < 63
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        && name[0] != '-'
        && name[^1] != '-';

    /// <summary>
    /// A label's value: empty, or up to 63 letters, digits, dashes, underscores and dots that begin and end
    /// with a letter or digit.
    /// </summary>
    public static bool IsLabelValue(string value) => value.Length == 0 || IsQualifiedPart(value);

    /// <summary>
    /// A label's key: a name like a label value, optionally after a DNS subdomain and a slash.
    /// </summary>
    public static bool IsLabelKey(string key)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? IsQualifiedPart(key)
            : IsDnsSubdomain(key[..slash]) && IsQualifiedPart(key[(slash + 1)..]);
    }

    private static bool IsQualifiedPart(string text) =>
        text.Length is > 0 and <= 63
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && char.IsAsciiLetterOrDigit(text[0])
        && char.IsAsciiLetterOrDigit(text[^1]);
}
