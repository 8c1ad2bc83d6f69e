namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record HttpRewrite.</summary>
public sealed record HttpRewrite
{
    /// <summary>Field authority.</summary>
    public string? Authority { get; init; }

    /// <summary>Field uri.</summary>
    public string? Uri { get; init; }

    /// <summary>Field uriRegexRewrite.</summary>
    public RegexRewrite? UriRegexRewrite { get; init; }
}
