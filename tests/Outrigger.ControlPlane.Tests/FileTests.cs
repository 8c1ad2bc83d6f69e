using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.ControlPlane.Tests;

/// <summary>The user's files are followed, and a bad one never takes down what was good.</summary>
public sealed class FileTests
{
    private const int AttemptsMax = 5;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_changed_file_reaches_a_proxy_within_a_second()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(
            ("mesh.yaml", $"{Meshes.Services}\n---\n{Meshes.Subsets}"), ("route.yaml", Meshes.RouteTo("v1")));
        var proxy = controlPlane.Connect();
        await proxy.WaitForAsync(each => each.ReviewsCluster?.Contains("|v1|") == true);

        // A machine that is busy with other tests may take longer once, but not every time.
        var best = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < AttemptsMax && best >= TimeSpan.FromSeconds(1); attempt++)
        {
            var subset = attempt % 2 == 0 ? "v2" : "v1";
            var began = TimeProvider.System.GetTimestamp();
            controlPlane.WriteFile("route.yaml", Meshes.RouteTo(subset));
            await proxy.WaitForAsync(each => each.ReviewsCluster!.Contains($"|{subset}|"));
            var took = TimeProvider.System.GetElapsedTime(began);
            if (took < best) best = took;
        }

        Assert.InRange(best, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_file_that_became_bad_keeps_its_last_good_version_in_force()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(
            ("mesh.yaml", $"{Meshes.Services}\n---\n{Meshes.Subsets}"), ("route.yaml", Meshes.RouteTo("v1")));
        var proxy = controlPlane.Connect();
        await proxy.WaitForAsync(each => each.ReviewsCluster?.Contains("|v1|") == true);

        var bad = Meshes.RouteTo("v2").Replace("http:", "htp:", StringComparison.Ordinal);
        controlPlane.WriteFile("route.yaml", bad);
        var error = await WaitForErrorAsync(controlPlane);
        Assert.EndsWith("route.yaml", error.File);
        Assert.Equal("spec.htp", error.Path);
        Assert.Contains("|v1|", proxy.ReviewsCluster);

        controlPlane.WriteFile("route.yaml", Meshes.RouteTo("v2"));
        await proxy.WaitForAsync(each => each.ReviewsCluster!.Contains("|v2|"));
        var status = await controlPlane.Client.StatusAsync(cancellation: Cancellation);
        Assert.DoesNotContain(status.Diagnostics, diagnostic => diagnostic.Severity == "error");
    }

    [Fact]
    public async Task A_bad_file_beside_good_ones_is_shown_and_the_good_ones_are_served()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(
            ("mesh.yaml", Meshes.Services), ("bad.yaml", "kind: ["));
        var error = await WaitForErrorAsync(controlPlane);
        Assert.EndsWith("bad.yaml", error.File);
        var proxy = controlPlane.Connect();
        await proxy.WaitForFirstConfigurationAsync();
    }

    [Fact]
    public async Task A_removed_file_takes_its_objects_with_it()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(
            ("mesh.yaml", $"{Meshes.Services}\n---\n{Meshes.Subsets}"), ("route.yaml", Meshes.RouteTo("v1")));
        var proxy = controlPlane.Connect();
        await proxy.WaitForAsync(each => each.ReviewsCluster?.Contains("|v1|") == true);
        File.Delete(Path.Combine(controlPlane.ConfigFolder, "route.yaml"));
        await proxy.WaitForAsync(each => each.ReviewsCluster!.Contains("||"));
    }

    private static async Task<Api.Contract.DiagnosticView> WaitForErrorAsync(TestControlPlane controlPlane)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TestControlPlane.Deadline);
        long? known = null;
        while (true)
        {
            var status = await controlPlane.Client.StatusAsync(
                known, TestControlPlane.Deadline, deadline.Token);
            var error = status.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == "error");
            if (error is not null) return error;
            known = status.PushedVersion;
        }
    }
}
