namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Rewrites a path by a regular expression.</summary>
public sealed record RegexRewrite
{
    /// <summary>The expression in RE2 syntax; it must match the whole path.</summary>
    public string? Match { get; init; }

    /// <summary>The replacement; <c>\1</c> and so on stand for captured groups.</summary>
    public string? Rewrite { get; init; }
}
