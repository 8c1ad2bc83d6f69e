using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>A check by running a command.</summary>
public sealed record ExecHealthCheck
{
    /// <summary>The program and its arguments; exit status 0 is success.</summary>
    [Required]
    [Length(Min = 1, Of = SchemaPart.Item)]
    public IReadOnlyList<string> Command { get; init; } = [];
}
