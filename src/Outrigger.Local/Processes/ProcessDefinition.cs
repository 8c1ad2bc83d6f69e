namespace Outrigger.Local.Processes;

/// <summary>How the pods of one Deployment run on this machine.</summary>
public sealed record ProcessDefinition
{
    /// <summary>The Deployment's name.</summary>
    public required string Deployment { get; init; }

    /// <summary>The Deployment's namespace; <c>default</c> unless given.</summary>
    public required string Namespace { get; init; }

    /// <summary>The program and its arguments, which may hold placeholders.</summary>
    public required IReadOnlyList<ProcessText> Command { get; init; }

    /// <summary>The folder that the program starts in, absolute.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Environment variables, whose values may hold placeholders.</summary>
    public IReadOnlyDictionary<string, ProcessText> Environment { get; init; } =
        new Dictionary<string, ProcessText>();

    /// <summary>
    /// The ports that the program listens on, 1 to 65535; empty for the container ports of the Deployment.
    /// </summary>
    public IReadOnlyList<int> Ports { get; init; } = [];
}
