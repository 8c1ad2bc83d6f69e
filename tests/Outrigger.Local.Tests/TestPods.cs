using System.Net;
using Outrigger.Local.Networking;
using Outrigger.Local.Pods;
using Outrigger.Local.Processes;
using Outrigger.Local.Supervision;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Deployments;
using Outrigger.Resources.Kubernetes.Pods;

namespace Outrigger.Local.Tests;

/// <summary>Builds pods and the objects around them.</summary>
internal static class TestPods
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static PodPlan Plan(
        string name,
        string app = "reviews",
        string version = "v1",
        string space = "default",
        params int[] ports) => new()
    {
        Name = name,
        Namespace = space,
        Deployment = $"{app}-{version}",
        TemplateHash = "h",
        Labels = new Dictionary<string, string> { ["app"] = app, ["version"] = version },
        Spec = new PodSpec
        {
            Containers =
            [
                new Container
                {
                    Name = app,
                    Ports = [.. ports.Select(port => new ContainerPort { Name = $"p{port}", Port = port })],
                },
            ],
        },
        Ports = ports,
        Process = Process($"{app}-{version}", space),
    };

    public static PodState Ready(PodPlan plan, int index) => new()
    {
        Plan = plan,
        CreatedAt = Start.AddSeconds(index),
        Phase = PodPhase.Running,
        Network = Network(index),
        Proxy = new ProcessStatus(ProcessPhase.Running, 100 + index, 0, null, Start),
        Application = new ProcessStatus(ProcessPhase.Running, 200 + index, 0, null, Start),
        ProxyReady = true,
        ApplicationReady = true,
    };

    public static PodNetwork Network(int index) => new()
    {
        Index = index,
        PodAddress = IPAddress.Parse($"127.9.0.{index}"),
        ApplicationBindAddress = IPAddress.Parse($"127.9.128.{index}"),
        ApplicationAddress = IPAddress.Parse($"127.9.128.{index}"),
        AdminAddress = IPAddress.Parse($"127.9.0.{index}"),
        OpenSocket = PodNetwork.OpenMachineSocket,
    };

    public static ProcessDefinition Process(
        string deployment, string space = "default", params string[] command) => new()
    {
        Deployment = deployment,
        Namespace = space,
        Command = [.. (command.Length == 0 ? ["run"] : command).Select(Text)],
        WorkingDirectory = "/",
    };

    public static ResourceObject<DeploymentSpec> Deployment(string name, int replicas, string image = "a") =>
        Read($$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{{name}}}}
        spec:
          replicas: {{{replicas}}}
          selector: {matchLabels: {app: {{{name}}}}}
          template:
            metadata: {labels: {app: {{{name}}}, version: v1}}
            spec:
              containers:
              - name: main
                image: {{{image}}}
                ports: [{containerPort: 9080}, {containerPort: 9081, protocol: UDP}]
        """).OfType<ResourceObject<DeploymentSpec>>().Single();

    public static IReadOnlyList<ResourceObject> Read(string yaml)
    {
        var result = ResourceReader.Read(yaml, "test.yaml");
        Assert.False(result.HasErrors, string.Join('\n', result.Diagnostics));
        return result.Objects;
    }

    private static ProcessText Text(string text)
    {
        Assert.True(ProcessText.TryParse(text, out var parsed, out _));
        return parsed;
    }
}
