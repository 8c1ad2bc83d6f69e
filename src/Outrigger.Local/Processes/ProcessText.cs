using System.Text;
using System.Text.RegularExpressions;

namespace Outrigger.Local.Processes;

/// <summary>
/// A text of the processes file with placeholders such as <c>{address}</c>, which differ from pod to pod.
/// <c>{{address}}</c> stands for the text <c>{address}</c> itself; other braces mean nothing special.
/// </summary>
public sealed partial class ProcessText
{
    private readonly string _text;

    private ProcessText(string text) => _text = text;

    /// <summary>The placeholders that there are.</summary>
    public static IReadOnlyList<string> KnownNames { get; } =
        [Address, Port, PodAddress, PodName, Namespace, Deployment];

    /// <summary>The address that the program is to listen on.</summary>
    public const string Address = "address";

    /// <summary>The first port of the pod.</summary>
    public const string Port = "port";

    /// <summary>The address that others reach the pod at.</summary>
    public const string PodAddress = "podAddress";

    /// <summary>The pod's name.</summary>
    public const string PodName = "pod";

    /// <summary>The pod's namespace.</summary>
    public const string Namespace = "namespace";

    /// <summary>The Deployment's name.</summary>
    public const string Deployment = "deployment";

    /// <summary>Reads the text; false when it names a placeholder that there is not.</summary>
    public static bool TryParse(string text, out ProcessText parsed, out string? unknownName)
    {
        parsed = new ProcessText(text);
        unknownName = Placeholder().Matches(text)
            .Where(match => match.Groups["open"].Length == 1)
            .Select(match => match.Groups["name"].Value)
            .FirstOrDefault(name => !KnownNames.Contains(name));
        return unknownName is null;
    }

    /// <summary>The text with the placeholders' values in place; every known name must have one.</summary>
    public string Expand(IReadOnlyDictionary<string, string> values)
    {
        var expanded = new StringBuilder(_text.Length);
        var at = 0;
        foreach (Match match in Placeholder().Matches(_text))
        {
            expanded.Append(_text, at, match.Index - at);
            var name = match.Groups["name"].Value;
            expanded.Append(match.Groups["open"].Length == 1 ? values[name] : "{" + name + "}");
            at = match.Index + match.Length;
        }

        return expanded.Append(_text, at, _text.Length - at).ToString();
    }

    /// <summary>The text as it was written.</summary>
    public override string ToString() => _text;

    // Either {name} or {{name}}; the closing braces must be as many as the opening ones.
    [GeneratedRegex("""(?:(?<open>\{\{)(?<name>[A-Za-z]+)\}\}|(?<open>\{)(?<name>[A-Za-z]+)\})""")]
    private static partial Regex Placeholder();
}
