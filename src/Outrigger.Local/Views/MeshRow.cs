using System.Net;
using Outrigger.Local.Pods;
using Outrigger.Local.Supervision;

namespace Outrigger.Local.Views;

/// <summary>One pod as a person sees it.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Name">The pod's name.</param>
/// <param name="Address">Where it is reached.</param>
/// <param name="Ready">Ready processes of all, such as 1/2.</param>
/// <param name="Status">One word, or the reason why it is not ready.</param>
/// <param name="IsHealthy">Whether everything is as it should be.</param>
/// <param name="RestartCount">How often processes of the pod were started again.</param>
internal sealed record MeshRow(
    string Namespace,
    string Name,
    IPAddress? Address,
    string Ready,
    string Status,
    bool IsHealthy,
    int RestartCount)
{
    /// <summary>The row of a pod.</summary>
    public static MeshRow Of(PodState state)
    {
        var total = state.Plan.IsGateway ? 1 : 2;
        var ready = (state.ProxyReady ? 1 : 0) + (!state.Plan.IsGateway && state.ApplicationReady ? 1 : 0);
        return new MeshRow(
            state.Plan.Namespace, state.Plan.Name, state.Network?.PodAddress, $"{ready}/{total}",
            StatusOf(state), state.IsReady, state.RestartCount);
    }

    private static string StatusOf(PodState state) => state switch
    {
        { Phase: PodPhase.Terminating } => "Terminating",
        { Phase: PodPhase.Failed } => $"Failed: {state.Problem}",
        { IsReady: true } => "Running",
        { Proxy.Phase: ProcessPhase.BackOff } =>
            $"proxy: {ExitStatuses.Describe(state.Proxy.LastExitStatus ?? 0)}, starting again",
        { Application.Phase: ProcessPhase.BackOff } => $"{state.Problem}, starting again",
        { Proxy: null } => "Pending",
        { ProxyReady: false } => "waiting for the proxy",
        { Application: null } => "Pending",
        _ => state.Problem is { } problem ? $"not ready: {problem}" : "not ready",
    };
}
