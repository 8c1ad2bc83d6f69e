namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Changes of the request's target before it is forwarded.</summary>
public sealed record HttpRewrite
{
    /// <summary>The new <c>:authority</c> or <c>Host</c>.</summary>
    public string? Authority { get; init; }

    /// <summary>What replaces the matched prefix, or the whole path after an exact or regex match.</summary>
    public string? Uri { get; init; }

    /// <summary>A rewrite of the path by a regular expression; excludes <see cref="Uri"/>.</summary>
    public RegexRewrite? UriRegexRewrite { get; init; }
}
