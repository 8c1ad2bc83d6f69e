using System.Buffers;

namespace Outrigger.Analysis.Syntax;

/// <summary>Names and values of HTTP headers (RFC 9110 section 5).</summary>
internal static class HeaderNames
{
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>A name that can stand in a request: a token, or one of HTTP/2's pseudo-headers.</summary>
    public static bool IsName(string name) => IsToken(name.StartsWith(':') ? name[1..] : name);

    public static bool IsToken(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAnyExcept(TokenCharacters);

    /// <summary>A value without line breaks or zero bytes, which would end or split the header.</summary>
    public static bool IsValue(string value) => value.AsSpan().IndexOfAny('\r', '\n', '\0') < 0;
}
