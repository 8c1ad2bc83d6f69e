namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>What a request does; every field that is set must hold.</summary>
public sealed record RuleOperation
{
    /// <summary>Hosts that are asked for.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>HTTP methods, or gRPC as POST.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Hosts that must not be asked for.</summary>
    public IReadOnlyList<string> NotHosts { get; init; } = [];

    /// <summary>Methods that must not be used.</summary>
    public IReadOnlyList<string> NotMethods { get; init; } = [];

    /// <summary>Paths that must not be asked for.</summary>
    public IReadOnlyList<string> NotPaths { get; init; } = [];

    /// <summary>Ports that must not be used.</summary>
    public IReadOnlyList<string> NotPorts { get; init; } = [];

    /// <summary>Paths that are asked for.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Ports that are used.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];
}
