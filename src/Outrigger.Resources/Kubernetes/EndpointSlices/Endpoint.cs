using System.Text.Json;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.EndpointSlices;

/// <summary>One endpoint of a slice.</summary>
public sealed record Endpoint
{
    /// <summary>The addresses; they are interchangeable and the first one is used.</summary>
    [Required]
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Whether the endpoint may receive traffic.</summary>
    public EndpointConditions? Conditions { get; init; }

    /// <summary>The endpoint's own host name.</summary>
    public string? Hostname { get; init; }

    /// <summary>The node that hosts it.</summary>
    public string? NodeName { get; init; }

    /// <summary>The zone that it is in.</summary>
    public string? Zone { get; init; }

    /// <summary>The object, normally a pod, behind it.</summary>
    public ObjectReference? TargetRef { get; init; }

    /// <summary>Consumers that it was meant for.</summary>
    public JsonElement? Hints { get; init; }

    /// <summary>Topology of the older API version.</summary>
    public IReadOnlyDictionary<string, string> DeprecatedTopology { get; init; } = Empty.Map<string>();
}
