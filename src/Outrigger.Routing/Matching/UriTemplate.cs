using System.Buffers;

namespace Outrigger.Routing.Matching;

/// <summary>
/// A template that a path must fit, such as <c>/users/*/photos/**</c>:
/// <c>envoy.extensions.path.match.uri_template.v3</c>. <c>*</c> is one segment, <c>**</c> any number of characters
/// over segments; a variable (<c>{name}</c>, <c>{name=a/*}</c>) stands for what is in it. What the wildcards stand for
/// may be only what RFC 3986 allows in a path, without <c>*</c> and <c>=</c>.
/// </summary>
public sealed class UriTemplate
{
    private static readonly SearchValues<byte> s_segmentBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%!$&'()+,;:@"u8);

    private static readonly SearchValues<byte> s_pathBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%!$&'()+,;:@/"u8);

    private readonly UriTemplatePart[] _parts;

    private UriTemplate(string template, UriTemplatePart[] parts)
    {
        Template = template;
        _parts = parts;
    }

    /// <summary>The template as it was configured.</summary>
    public string Template { get; }

    /// <summary>What every path begins with that fits.</summary>
    internal ReadOnlySpan<byte> Prefix => _parts[0].Text;

    /// <summary>What every path ends with that fits.</summary>
    internal ReadOnlySpan<byte> Suffix => _parts[^1].Text;

    /// <summary>
    /// The first segment behind a <c>*</c> that is a text and has a fixed place; empty when there is none.
    /// </summary>
    /// <param name="index">Its place among the path's segments, from 0.</param>
    internal ReadOnlySpan<byte> FindLaterSegment(out int index)
    {
        index = -1;
        for (int i = 0; i < _parts.Length - 1 && _parts[i].Kind != UriTemplatePartKind.Anything; i++)
        {
            ReadOnlySpan<byte> text = _parts[i].Text;
            index += text.Count((byte)'/');
            if (i == 0 || text.IsEmpty || text[0] != (byte)'/')
            {
                continue;
            }

            // The text has a segment of its own only if that ends within it.
            int end = text[1..].IndexOf((byte)'/');
            if (end > 0)
            {
                index -= text.Count((byte)'/') - 1;
                return text.Slice(1, end);
            }
        }

        return default;
    }

    /// <summary>Reads a template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="parsed">The template, compiled.</param>
    /// <param name="error">What is wrong with it; empty when nothing is.</param>
    /// <returns>Whether nothing is wrong with it.</returns>
    public static bool TryParse(string template, out UriTemplate? parsed, out string error)
    {
        var parser = new UriTemplateParser(template);
        error = parser.Parse();
        parsed = error.Length == 0 ? new UriTemplate(template, [.. parser.Parts]) : null;
        return parsed is not null;
    }

    /// <summary>Whether a path fits.</summary>
    /// <param name="path">The path without its query.</param>
    public bool IsMatch(ReadOnlySpan<byte> path)
    {
        for (int i = 0; i < _parts.Length; i++)
        {
            UriTemplatePart part = _parts[i];
            switch (part.Kind)
            {
                case UriTemplatePartKind.Text when path.StartsWith(part.Text):
                    path = path[part.Text.Length..];
                    break;
                case UriTemplatePartKind.Segment when !IsAtEnd(i):
                    int length = path.IndexOfAnyExcept(s_segmentBytes);
                    if (length <= 0)
                    {
                        return false;
                    }

                    path = path[length..];
                    break;
                case UriTemplatePartKind.Segment:
                    return IsTail(path, i, lengthMin: 1, s_segmentBytes);
                case UriTemplatePartKind.Anything:
                    return IsTail(path, i, lengthMin: 0, s_pathBytes);
                default:
                    return false;
            }
        }

        return path.IsEmpty;
    }

    /// <summary>A segment ends at the next slash, unless nothing but the template's end follows it.</summary>
    private bool IsAtEnd(int index) =>
        index == _parts.Length - 1 || (index == _parts.Length - 2 && _parts[^1].Text[0] != (byte)'/');

    /// <summary>A wildcard, and at most one text behind it.</summary>
    private bool IsTail(ReadOnlySpan<byte> path, int index, int lengthMin, SearchValues<byte> allowed)
    {
        ReadOnlySpan<byte> text = index == _parts.Length - 1 ? default : _parts[^1].Text;
        return path.Length >= text.Length + lengthMin
            && path.EndsWith(text)
            && path[..^text.Length].IndexOfAnyExcept(allowed) < 0;
    }
}
