using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>Record ExecHealthCheck.</summary>
public sealed record ExecHealthCheck
{
    /// <summary>Field command.</summary>
    [Required]
    [Length(Min = 1, Of = SchemaPart.Item)]
    public IReadOnlyList<string> Command { get; init; } = [];
}
