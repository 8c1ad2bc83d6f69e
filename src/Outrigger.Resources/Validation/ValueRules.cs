using System.Globalization;
using Outrigger.Resources.Schema;
using Outrigger.Resources.Text;

namespace Outrigger.Resources.Validation;

/// <summary>
/// The rules about one value. Values of another type than a rule's are the type check's concern.
/// </summary>
internal static class ValueRules
{
    private const string UnixScheme = "unix://";

    /// <summary>The violation of a rule and where it stands; null when the rule holds.</summary>
    public static (SourceNode At, string Message)? Check(ValueRule rule, SourceNode node) => node switch
    {
        SourceMapping mapping => CheckKeys(rule, mapping),
        SourceScalar scalar when Expected(rule, scalar) is { } expected =>
            (scalar, $"found {scalar.Description}, expected {expected}"),
        _ => null,
    };

    private static (SourceNode At, string Message)? CheckKeys(ValueRule rule, SourceMapping mapping)
    {
        Func<string, bool> isValid;
        string expected;
        switch (rule)
        {
            case ValueRule.KeysWithoutWildcard:
                (isValid, expected) = (key => !key.Contains('*'), "a label key without a wildcard (*)");
                break;
            case ValueRule.KeysNotEmpty:
                (isValid, expected) = (key => key.Length > 0, "a label key that is not empty");
                break;
            case ValueRule.KeysArePortNames:
                (isValid, expected) = (Names.IsPortName, "a port name of letters, digits and inner dashes");
                break;
            case ValueRule.KeysArePortNumbers:
                (isValid, expected) = (IsPortNumber, "a port number from 1 to 65535");
                break;
            default:
                return null;
        }

        SourceScalar? invalid =
            mapping.Entries.Select(entry => entry.Key).FirstOrDefault(key => !isValid(key.Text));
        return invalid is null
            ? null
            : (invalid, $"found the key \"{SourceScalar.Shown(invalid.Text)}\", expected {expected}");
    }

    private static string? Expected(ValueRule rule, SourceScalar scalar)
    {
        string text = scalar.Text;
        bool isUnix = text.StartsWith(UnixScheme, StringComparison.Ordinal);
        (bool holds, string expected) = rule switch
        {
            ValueRule.AtLeastOneMillisecond =>
                (!Durations.TryParse(text, out TimeSpan time) || time >= TimeSpan.FromMilliseconds(1),
                "a duration of at least 1ms"),
            ValueRule.PortNumber =>
                (!scalar.TryGetInteger(out decimal port) || port is > 0 and <= 65535,
                "a port number from 1 to 65535"),
            ValueRule.WithoutWildcard => (!text.Contains('*'), "a label value without a wildcard (*)"),
            ValueRule.Empty =>
                (text.Length == 0, "no namespace, as objects of other namespaces cannot be referred to"),
            ValueRule.UnixSocketIsAbsolute =>
                (!isUnix || (text.Length > UnixScheme.Length && text[UnixScheme.Length] is '/' or '@'),
                "an absolute path (unix:///path) or an abstract socket (unix://@name)"),
            ValueRule.UnixSocketIsNotFolder =>
                (!isUnix || !text.EndsWith('/'), "the path of a socket, which does not end with a slash"),
            ValueRule.NotLoneWildcard => (text != "*", "a host name; a lone * would claim every host"),
            ValueRule.ProbeScheme => (text is "" or "HTTP" or "HTTPS", "HTTP or HTTPS"),
            ValueRule.HttpUrl =>
                (HasScheme(text, ["http", "https"]), "a URL that begins with http:// or https://"),
            ValueRule.ModuleUrl => (IsModuleUrl(text), "a URL with the scheme http, https, file or oci"),
            _ => (true, ""),
        };
        return holds ? null : expected;
    }

    private static bool IsPortNumber(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port is > 0 and <= 65535;

    private static bool HasScheme(string text, string[] schemes) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && schemes.Contains(uri.Scheme);

    private static bool IsModuleUrl(string text)
    {
        // A module may be named without a scheme (registry/image:tag), which is then taken as an OCI image.
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0
            ? Uri.TryCreate("http://" + text, UriKind.Absolute, out _)
            : text[..scheme] is "http" or "https" or "file" or "oci"
                && Uri.TryCreate(text, UriKind.Absolute, out _);
    }
}
