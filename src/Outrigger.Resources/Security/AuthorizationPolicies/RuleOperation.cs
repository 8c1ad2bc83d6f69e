namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>Record RuleOperation.</summary>
public sealed record RuleOperation
{
    /// <summary>Field hosts.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Field methods.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Field notHosts.</summary>
    public IReadOnlyList<string> NotHosts { get; init; } = [];

    /// <summary>Field notMethods.</summary>
    public IReadOnlyList<string> NotMethods { get; init; } = [];

    /// <summary>Field notPaths.</summary>
    public IReadOnlyList<string> NotPaths { get; init; } = [];

    /// <summary>Field notPorts.</summary>
    public IReadOnlyList<string> NotPorts { get; init; } = [];

    /// <summary>Field paths.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Field ports.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];
}
