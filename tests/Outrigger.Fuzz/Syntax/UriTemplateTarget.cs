using System.Text;
using System.Text.RegularExpressions;
using Outrigger.Routing.Matching;

namespace Outrigger.Fuzz.Syntax;

/// <summary>
/// Path templates: the first line is the template, the rest the path. A template without variables fits what the
/// expression fits that Envoy makes of it.
/// </summary>
internal sealed class UriTemplateTarget : FuzzTarget
{
    private const string Character = @"[a-zA-Z0-9\-._~%!$&'()+,;:@";

    public override string Name => "uri-template";

    public override IReadOnlyList<byte[]> Words => Latin1(
        "/", "*", "**", "/*", "/**", "{a}", "{b=*}", "{c=x/**}", "=", "}", "{", ".js", "a", "\n", "//", "%41", "?");

    public override void Run(byte[] input)
    {
        int end = input.AsSpan().IndexOf((byte)'\n');
        string template = Encoding.Latin1.GetString(end < 0 ? input : input[..end]);
        byte[] path = end < 0 ? [] : input[(end + 1)..];
        bool isTemplate = UriTemplate.TryParse(template, out UriTemplate? parsed, out string error);
        Invariant.Holds(isTemplate == (error.Length == 0));
        if (!isTemplate)
            return;
        bool matches = parsed!.IsMatch(path);
        if (template.Contains('{', StringComparison.Ordinal))
            return;
        string pattern = Regex.Escape(template)
            .Replace(@"\*\*", $"{Character}/]\u0001", StringComparison.Ordinal)
            .Replace(@"\*", $"{Character}]+", StringComparison.Ordinal)
            .Replace('\u0001', '*');
        Invariant.Holds(matches == Regex.IsMatch(Encoding.Latin1.GetString(path), $@"\A{pattern}\z"));
    }
}
