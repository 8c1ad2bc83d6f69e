using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Pods;

/// <summary>A check by running a command.</summary>
[OpenRecord]
public sealed record ExecAction
{
    /// <summary>The program and its arguments; exit status 0 is success.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];
}
