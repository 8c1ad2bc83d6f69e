namespace Outrigger.Local.Supervision;

/// <summary>A process to start: what, where, as whom, and where its output goes.</summary>
internal sealed record ProcessSpec
{
    /// <summary>The name used in messages, for example <c>reviews-v1-5d8/app</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>
    /// Variables added to this process's own environment; a null value takes the variable out.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } =
        new Dictionary<string, string?>();

    /// <summary>The folder that the process starts in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The file that standard output and error are appended to.</summary>
    public required string LogFile { get; init; }

    /// <summary>Words put before the command, such as <c>ip netns exec NAME</c>.</summary>
    public IReadOnlyList<string> EnterCommand { get; init; } = [];

    /// <summary>What is done before every start of the process, also after it has ended by itself.</summary>
    public Action? BeforeStart { get; init; }

    /// <summary>Whom the process runs as; null for the user that runs the mesh.</summary>
    public ProcessIdentity? RunAs { get; init; }
}

/// <summary>A numeric user and group.</summary>
/// <param name="UserId">The user id.</param>
/// <param name="GroupId">The group id; no other groups are kept.</param>
internal sealed record ProcessIdentity(uint UserId, uint GroupId);
