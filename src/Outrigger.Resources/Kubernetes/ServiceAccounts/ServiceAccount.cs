using System.Text.Json;

namespace Outrigger.Resources.Kubernetes.ServiceAccounts;

/// <summary>An identity that pods run as.</summary>
public sealed record ServiceAccount : IResourceSpec
{
    /// <summary>Whether pods get the account's token mounted.</summary>
    public bool? AutomountServiceAccountToken { get; init; }

    /// <summary>Secrets that pods of this account may use.</summary>
    public IReadOnlyList<JsonElement> Secrets { get; init; } = [];

    /// <summary>Secrets for pulling images.</summary>
    public IReadOnlyList<JsonElement> ImagePullSecrets { get; init; } = [];
}
