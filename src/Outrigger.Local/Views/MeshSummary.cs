using Outrigger.Local.Pods;
using Outrigger.Local.Supervision;

namespace Outrigger.Local.Views;

/// <summary>The whole mesh as a person sees it.</summary>
/// <param name="Rows">The pods.</param>
/// <param name="ControlPlane">The control plane, in words.</param>
/// <param name="IsControlPlaneRunning">Whether the control plane runs.</param>
/// <param name="IsSettled">Whether requests from outside find their way to every service.</param>
/// <param name="Url">The address of the page to look at.</param>
/// <param name="Notes">What else is worth a line.</param>
internal sealed record MeshSummary(
    IReadOnlyList<MeshRow> Rows,
    string ControlPlane,
    bool IsControlPlaneRunning,
    bool IsSettled,
    string Url,
    IReadOnlyList<string> Notes)
{
    /// <summary>Whether everything is as it should be.</summary>
    public bool IsHealthy => IsControlPlaneRunning && IsSettled;

    /// <summary>Puts together what the mesh is now.</summary>
    public static MeshSummary Of(LocalMesh mesh, ProcessStatus controlPlane, string url)
    {
        var running = controlPlane.Phase == ProcessPhase.Running;
        List<string> notes =
        [
            .. mesh.ConfigurationErrors,
            .. mesh.UnmappedDeployments.Select(key =>
                $"Deployment {key.Namespace}/{key.Name} has no command in the processes file: not started"),
        ];
        if (mesh.Refusal is { } refusal)
        {
            notes.Add($"the control plane does not take the pods: {refusal}");
        }

        return new MeshSummary(
            [.. mesh.Pods.Where(pod => pod.Phase != PodPhase.Gone).Select(MeshRow.Of)],
            running
                ? "running"
                : $"{ExitStatuses.Describe(controlPlane.LastExitStatus ?? 0)}"
                    + (controlPlane.Phase == ProcessPhase.BackOff
                        ? ", starting again"
                        : ", not started again"),
            running,
            mesh.IsSettled,
            url,
            notes);
    }
}
