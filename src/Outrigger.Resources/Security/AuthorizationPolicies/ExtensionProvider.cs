namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>Record ExtensionProvider.</summary>
public sealed record ExtensionProvider
{
    /// <summary>Field name.</summary>
    public string? Name { get; init; }
}
