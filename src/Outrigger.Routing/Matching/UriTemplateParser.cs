using System.Buffers;
using System.Text;

namespace Outrigger.Routing.Matching;

/// <summary>
/// Reads templates by the grammar of <c>envoy.extensions.path.match.uri_template.v3</c>, and refuses what Envoy
/// refuses.
/// </summary>
/// <param name="template">The template.</param>
internal sealed class UriTemplateParser(string template)
{
    private const int LengthMax = 256;
    private const int VariablesMax = 5;
    private const int VariableNameLengthMax = 16;

    private static readonly SearchValues<char> s_textCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%!$&'()+,;:@");

    private readonly StringBuilder _text = new();
    private readonly List<string> _variables = [];
    private bool _hasAnything;

    /// <summary>What was read.</summary>
    public List<UriTemplatePart> Parts { get; } = [];

    /// <summary>Reads the template.</summary>
    /// <returns>What is wrong with it; empty when nothing is.</returns>
    public string Parse()
    {
        if (template.Length is 0 or > LengthMax)
        {
            return $"{template.Length} characters; expected 1 to {LengthMax}";
        }

        if (template[0] != '/')
        {
            return $"'{template}' does not begin with '/'";
        }

        string error = ParseSegments(template.AsSpan(1));
        Flush();
        return error.Length == 0 ? "" : $"'{template}' is no path template: {error}";
    }

    private string ParseSegments(ReadOnlySpan<char> rest)
    {
        _text.Append('/');
        while (!rest.IsEmpty)
        {
            string error = ParseSegment(ref rest);
            if (error.Length > 0 || rest.IsEmpty)
            {
                return error;
            }

            if (rest[0] != '/')
            {
                return ParseSuffix(rest);
            }

            _text.Append('/');
            rest = rest[1..];
        }

        return "";
    }

    private string ParseSegment(ref ReadOnlySpan<char> rest)
    {
        switch (rest[0])
        {
            case '*':
                return ParseWildcard(ref rest);
            case '{':
                return ParseVariable(ref rest);
            default:
                return ParseText(ref rest);
        }
    }

    /// <summary>What follows a wildcard directly has to be the end of the template.</summary>
    private string ParseSuffix(ReadOnlySpan<char> rest)
    {
        string error = ParseText(ref rest);
        return error.Length == 0 && !rest.IsEmpty ? "a wildcard with a suffix is not in its last segment" : error;
    }

    private string ParseText(ref ReadOnlySpan<char> rest)
    {
        int slash = rest.IndexOf('/');
        ReadOnlySpan<char> text = slash < 0 ? rest : rest[..slash];
        if (text.IsEmpty || text.ContainsAnyExcept(s_textCharacters))
        {
            return $"'{text}' is no segment of a path";
        }

        _text.Append(text);
        rest = rest[text.Length..];
        return "";
    }

    private string ParseWildcard(ref ReadOnlySpan<char> rest)
    {
        bool isAnything = rest.StartsWith("**");
        rest = rest[(isAnything ? 2 : 1)..];
        return AddWildcard(isAnything);
    }

    private string AddWildcard(bool isAnything)
    {
        if (_hasAnything)
        {
            return "a wildcard follows '**'";
        }

        Flush();
        _hasAnything = isAnything;
        Parts.Add(new(isAnything ? UriTemplatePartKind.Anything : UriTemplatePartKind.Segment, []));
        return "";
    }

    private string ParseVariable(ref ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOf('}');
        if (end < 0)
        {
            return "a '{' has no '}'";
        }

        ReadOnlySpan<char> inner = rest[1..end];
        rest = rest[(end + 1)..];
        int equals = inner.IndexOf('=');
        string name = (equals < 0 ? inner : inner[..equals]).ToString();
        string error = AddVariable(name);
        if (error.Length > 0)
        {
            return error;
        }

        return equals < 0 ? AddWildcard(isAnything: false) : ParsePattern(inner[(equals + 1)..]);
    }

    private string AddVariable(string name)
    {
        if (name.Length is 0 or > VariableNameLengthMax
            || !char.IsAsciiLetter(name[0])
            || !name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
        {
            return $"'{name}' is no name of a variable";
        }

        if (_variables.Contains(name))
        {
            return $"the variable '{name}' occurs twice";
        }

        _variables.Add(name);
        return _variables.Count > VariablesMax ? $"more than {VariablesMax} variables" : "";
    }

    private string ParsePattern(ReadOnlySpan<char> pattern)
    {
        if (pattern.IsEmpty)
        {
            return "a variable has an empty pattern";
        }

        while (true)
        {
            string error = pattern[0] == '*' ? ParseWildcard(ref pattern) : ParseText(ref pattern);
            if (error.Length > 0 || pattern.IsEmpty)
            {
                return error;
            }

            if (pattern[0] != '/' || pattern.Length == 1)
            {
                return "the pattern of a variable is not made of segments";
            }

            _text.Append('/');
            pattern = pattern[1..];
        }
    }

    private void Flush()
    {
        if (_text.Length > 0)
        {
            Parts.Add(new(UriTemplatePartKind.Text, Encoding.UTF8.GetBytes(_text.ToString())));
            _text.Clear();
        }
    }
}
