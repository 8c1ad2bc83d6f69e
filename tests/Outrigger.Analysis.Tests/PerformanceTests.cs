using System.Text;
using Outrigger.Config;
using Outrigger.Resources;

namespace Outrigger.Analysis.Tests;

/// <summary>Measured in processor time, so that a busy machine does not fail the test; hence nothing runs beside it.</summary>
[CollectionDefinition(nameof(PerformanceTests), DisableParallelization = true)]
[Collection(nameof(PerformanceTests))]
public class PerformanceTests
{
    private const int Services = 500;

    [Fact]
    public void A_mesh_of_five_hundred_services_is_judged_in_less_than_a_second()
    {
        var text = new StringBuilder();
        for (int i = 0; i < Services; i++) text.Append(Service($"s{i}"));
        IReadOnlyList<ResourceObject> objects = ResourceReader.Read(text.ToString()).Objects;
        Assert.Equal(4 * Services, objects.Count);
        Analyzer.Analyze(new ConfigSnapshot(1, objects.Take(40)));

        TimeSpan before = Environment.CpuUsage.TotalTime;
        AnalysisResult result = Analyzer.Analyze(new ConfigSnapshot(2, objects));
        TimeSpan elapsed = Environment.CpuUsage.TotalTime - before;

        Assert.DoesNotContain(result.Messages, message => message.Severity != Severity.Info);
        Assert.True(elapsed < TimeSpan.FromSeconds(1), $"it took {elapsed}");
    }

    private static string Service(string name) =>
        $$$"""
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: {{{name}}}}
        spec: {selector: {app: {{{name}}}}, ports: [{name: http, port: 80}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{{name}}}}
        spec:
          selector: {matchLabels: {app: {{{name}}}}}
          template:
            metadata: {labels: {app: {{{name}}}, version: v1}}
            spec: {containers: [{name: app}]}
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: {{{name}}}}
        spec: {host: {{{name}}}, subsets: [{name: v1, labels: {version: v1}}]}
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: {{{name}}}}
        spec:
          hosts: [{{{name}}}]
          http:
          - match: [{uri: {regex: "/a.*"}}]
            route: [{destination: {host: {{{name}}}, subset: v1}}]
          - route: [{destination: {host: {{{name}}}}}]

        """;
}
