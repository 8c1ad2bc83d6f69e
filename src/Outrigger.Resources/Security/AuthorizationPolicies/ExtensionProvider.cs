namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>Names an external authorizer of the mesh's configuration.</summary>
public sealed record ExtensionProvider
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }
}
