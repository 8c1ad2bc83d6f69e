using System.Text.Json;
using Outrigger.Local.Supervision;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Pods;

namespace Outrigger.Local.Pods;

/// <summary>Shows pods as Kubernetes' Pod objects.</summary>
internal static class PodObjects
{
    private const string ProxyContainer = "istio-proxy";

    /// <summary>The Pod object; its status is the pod's state.</summary>
    public static ResourceObject<PodSpec> Build(PodState state)
    {
        var plan = state.Plan;
        var metadata = new ObjectMeta
        {
            Name = plan.Name,
            Namespace = plan.Namespace,
            Labels = plan.Labels,
            Annotations = plan.Annotations,
            CreationTimestamp = state.CreatedAt,
        };
        return ResourceObject.Create(metadata, SpecOf(plan), Status(state));
    }

    private static PodSpec SpecOf(PodPlan plan) => plan.Spec with
    {
        NodeName = "local",
        ServiceAccountName = plan.ServiceAccount,
        Containers = [.. plan.Spec.Containers, .. plan.IsGateway ? Array.Empty<Container>() : [Sidecar]],
    };

    private static Container Sidecar { get; } = new() { Name = ProxyContainer, Image = "outrigger-proxy" };

    private static PodStatus Status(PodState state)
    {
        var address = state.Network?.PodAddress.ToString();
        return new PodStatus
        {
            Phase = state.Phase switch
            {
                PodPhase.Pending => "Pending",
                PodPhase.Failed => "Failed",
                _ => "Running",
            },
            PodIP = address,
            PodIPs = address is null ? [] : [new PodAddress { Ip = address }],
            HostIP = "127.0.0.1",
            StartTime = state.CreatedAt,
            Reason = state.Phase == PodPhase.Terminating ? "Terminating" : null,
            Message = state.Problem,
            Conditions =
            [
                Condition("PodScheduled", true),
                Condition("ContainersReady", state.IsServing),
                Condition("Ready", state.IsReady),
            ],
            ContainerStatuses = ContainerStatuses(state),
        };
    }

    private static List<ContainerStatus> ContainerStatuses(PodState state)
    {
        var plan = state.Plan;
        var statuses = new List<ContainerStatus>();
        if (!plan.IsGateway)
        {
            statuses.Add(Container(
                plan.ApplicationContainer?.Name ?? "app", plan.ApplicationContainer?.Image,
                state.Application, state.ApplicationReady));
        }

        statuses.Add(Container(ProxyContainer, Sidecar.Image, state.Proxy, state.ProxyReady));
        return statuses;
    }

    private static ContainerStatus Container(
        string name, string? image, ProcessStatus? process, bool ready) => new()
    {
        Name = name,
        Image = image ?? "",
        Ready = ready,
        Started = process is { Phase: ProcessPhase.Running },
        RestartCount = process?.RestartCount ?? 0,
        State = StateOf(process),
    };

    private static JsonElement StateOf(ProcessStatus? process)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            switch (process)
            {
                case null:
                    WriteWaiting(json, "ContainerCreating", null);
                    break;
                case { Phase: ProcessPhase.Running }:
                    json.WriteStartObject("running");
                    json.WriteString("startedAt", process.StartedAt.ToString("yyyy-MM-ddTHH:mm:ssZ"));
                    json.WriteEndObject();
                    break;
                case { Phase: ProcessPhase.BackOff }:
                    WriteWaiting(
                        json, "CrashLoopBackOff", ExitStatuses.Describe(process.LastExitStatus ?? 0));
                    break;
                default:
                    json.WriteStartObject("terminated");
                    json.WriteNumber("exitCode", process.LastExitStatus ?? 0);
                    json.WriteEndObject();
                    break;
            }

            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }

    private static void WriteWaiting(Utf8JsonWriter json, string reason, string? message)
    {
        json.WriteStartObject("waiting");
        json.WriteString("reason", reason);
        if (message is not null)
        {
            json.WriteString("message", message);
        }

        json.WriteEndObject();
    }

    private static PodCondition Condition(string type, bool holds) =>
        new() { Type = type, Status = holds ? "True" : "False" };
}
