using System.Text;

namespace Outrigger.Resources.Tests;

/// <summary>
/// Measured in processor time, so that a busy machine does not fail the test; hence nothing runs beside it.
/// </summary>
[CollectionDefinition(nameof(PerformanceTests), DisableParallelization = true)]
[Collection(nameof(PerformanceTests))]
public class PerformanceTests
{
    [Fact]
    public void A_thousand_objects_are_read_in_less_than_a_second()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 1000; i++)
        {
            text.Append(
                $$$"""
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: v{{{i}}}, labels: {app: v{{{i}}}}}
                spec:
                  hosts: [v{{{i}}}]
                  http:
                  - match:
                    - uri: {prefix: /a}
                      headers: {end-user: {exact: jason}, x-env: {regex: "a|b"}}
                    - uri: {exact: /b}
                    timeout: 1s
                    route:
                    - {destination: {host: v{{{i}}}, subset: v1}, weight: 90}
                    - {destination: {host: v{{{i}}}, subset: v2}, weight: 10}
                  - route:
                    - destination: {host: v{{{i}}}}

                """);
        }

        ResourceReader.Read(text.ToString()[..20000]);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        ReadResult read = ResourceReader.Read(text.ToString());
        TimeSpan elapsed = Environment.CpuUsage.TotalTime - before;

        Assert.Equal(1000, read.Objects.Count);
        Assert.True(elapsed < TimeSpan.FromSeconds(1), $"it took {elapsed}");
    }
}
