namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record RegexRewrite.</summary>
public sealed record RegexRewrite
{
    /// <summary>Field match.</summary>
    public string? Match { get; init; }

    /// <summary>Field rewrite.</summary>
    public string? Rewrite { get; init; }
}
