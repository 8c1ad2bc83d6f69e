using System.Text.Json;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Pods;

/// <summary>A check by an HTTP GET.</summary>
[OpenRecord]
public sealed record HttpGetAction
{
    /// <summary>The path to ask for; <c>/</c> by default.</summary>
    public string? Path { get; init; }

    /// <summary>The port, by number or name.</summary>
    [Required]
    public IntOrString? Port { get; init; }

    /// <summary>The host to connect to; the pod's address by default.</summary>
    public string? Host { get; init; }

    /// <summary><c>HTTP</c> (default) or <c>HTTPS</c>.</summary>
    public string? Scheme { get; init; }

    /// <summary>Headers to send.</summary>
    public IReadOnlyList<JsonElement> HttpHeaders { get; init; } = [];
}
