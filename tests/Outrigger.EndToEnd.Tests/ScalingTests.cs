using Outrigger.EndToEnd.Tests.Meshes;
using Outrigger.EndToEnd.Tests.Traffic;

namespace Outrigger.EndToEnd.Tests;

/// <summary>Pods come and go without a request noticing.</summary>
public sealed class ScalingTests
{
    private static readonly TimeSpan EffectLimit = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Scaling_up_rolling_over_and_scaling_down_lose_no_request()
    {
        await using var mesh = await RunningMesh.StartAsync();
        await using var load = BackgroundLoad.Start(mesh.Ingress);

        await mesh.ApplyTextAsync(Reviews(replicas: 3, revision: "a"), "scale up", EffectLimit);
        await UntilReadyAsync(mesh, replicas: 3);

        await mesh.ApplyTextAsync(Reviews(replicas: 2, revision: "b"), "roll over", EffectLimit);
        await UntilReadyAsync(mesh, replicas: 2);

        await mesh.ApplyTextAsync(Reviews(replicas: 0, revision: "b"), "scale to nothing", EffectLimit);
        await UntilReadyAsync(mesh, replicas: 0);

        await load.StopAndCheckAsync();
    }

    private static Task UntilReadyAsync(RunningMesh mesh, int replicas) => Deadline.UntilAsync(async () =>
    {
        var cancellation = TestContext.Current.CancellationToken;
        var endpoints = (await mesh.Management.EndpointsAsync("reviews", "default", cancellation))
            .Where(endpoint => endpoint.Labels.GetValueOrDefault("version") == "v1")
            .ToList();
        return endpoints.Count == replicas && endpoints.All(endpoint => endpoint.Health == "ready");
    });

    private static string Reviews(int replicas, string revision) => $$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews-v1}
        spec:
          replicas: {{{replicas}}}
          selector: {matchLabels: {app: reviews, version: v1}}
          template:
            metadata:
              labels: {app: reviews, version: v1}
              annotations: {revision: {{{revision}}}}
            spec:
              containers:
              - name: reviews
                image: outrigger/bookinfo:latest
                ports: [containerPort: 9080]
                readinessProbe: {httpGet: {path: /health, port: 9080}}
        """;
}
