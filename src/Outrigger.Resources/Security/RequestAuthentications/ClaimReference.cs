using System.Diagnostics.CodeAnalysis;

namespace Outrigger.Resources.Security.RequestAuthentications;

/// <summary>
/// A claim of a request's token as VirtualServices refer to it, in a header's place:
/// <c>@request.auth.claims.group</c>, or with steps in brackets, which may have dots in them:
/// <c>@request.auth.claims[resource.access][roles]</c>.
/// </summary>
public static class ClaimReference
{
    private const string Start = "@request.auth.claims";

    /// <summary>Whether a text means to be a reference, well-formed or not.</summary>
    /// <param name="text">The text.</param>
    public static bool IsMeant(string text) => text.StartsWith(Start, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a reference.</summary>
    /// <param name="text">The text.</param>
    /// <param name="steps">The way from all claims to the one that is meant; null when there is none.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out IReadOnlyList<string>? steps)
    {
        steps = null;
        if (!IsMeant(text)) return false;
        string rest = text[Start.Length..];
        string[] parts = [];
        if (rest.StartsWith('.'))
            parts = rest[1..].Split('.');
        else if (rest.StartsWith('[') && rest.EndsWith(']'))
            parts = rest[1..^1].Split("][");
        if (parts.Length == 0 || parts.Any(part => part.Length == 0 || part.AsSpan().IndexOfAny('[', ']') >= 0))
            return false;
        steps = parts;
        return true;
    }
}
