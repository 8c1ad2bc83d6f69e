using Outrigger.EndToEnd.Tests.Meshes;
using Outrigger.EndToEnd.Tests.Traffic;

namespace Outrigger.EndToEnd.Tests;

/// <summary>A folder of YAML is configuration that one edits while it runs.</summary>
public sealed class HotReloadTests : IDisposable
{
    private static readonly TimeSpan EffectLimit = TimeSpan.FromSeconds(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("outrigger-e2e-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_edited_file_takes_effect_and_a_mistake_leaves_the_last_good_version_in_force()
    {
        var sample = Path.Combine(OutriggerProgram.Root, "samples/bookinfo");
        foreach (var file in Directory.EnumerateFiles(sample, "*.yaml"))
        {
            if (Path.GetFileName(file) != "processes.yaml")
            {
                File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
            }
        }

        WriteRule("v3");
        await using var mesh = await RunningMesh.StartAsync("-f", _folder);
        using var client = new BookinfoClient(mesh.Ingress);
        await using var load = BackgroundLoad.Start(mesh.Ingress);
        Assert.Equal([ReviewsVersion.V3], (await client.ShareAsync(100)).Keys);

        WriteRule("v1, wieght: 100");
        await Deadline.UntilAsync(() => mesh.HasPrinted("rule.yaml:8:") && mesh.HasPrinted("wieght"));
        Assert.Equal([ReviewsVersion.V3], (await client.ShareAsync(100)).Keys);

        WriteRule("v1");
        await Deadline.UntilAsync(
            async () => await client.AskReviewsAsync() == ReviewsVersion.V1, EffectLimit);
        Assert.Equal([ReviewsVersion.V1], (await client.ShareAsync(100)).Keys);

        File.Delete(Path.Combine(_folder, "rule.yaml"));
        await Deadline.UntilAsync(async () => (await client.ShareAsync(100)).Count == 3, EffectLimit);
        await load.StopAndCheckAsync();
    }

    private void WriteRule(string subset) => File.WriteAllText(Path.Combine(_folder, "rule.yaml"), $$"""
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - route:
            - destination: {host: reviews, subset: {{subset}} }
        """);
}
