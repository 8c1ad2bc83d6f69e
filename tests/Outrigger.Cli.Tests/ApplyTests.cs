using System.Text.Json;
using Outrigger.Cli.Tests.Support;
using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.Cli.Tests;

/// <summary>Applying and deleting against a running control plane.</summary>
public sealed class ApplyTests
{
    private static readonly string Bad =
        Meshes.RouteTo("v2").Replace("http:", "htp:", StringComparison.Ordinal);

    [Fact]
    public async Task Each_object_gets_a_line()
    {
        await using var mesh = await TestMesh.StartAsync(("mesh.yaml", Meshes.Services));
        var routes = mesh.File("routes.yaml", $"{Meshes.Subsets}\n---\n{Meshes.RouteTo("v1")}");

        var first = await mesh.RunAsync("apply", "-f", routes);
        Assert.Equal(["destinationrule/reviews created", "virtualservice/reviews created"], first.OutLines);
        Assert.Equal(ExitStatus.Success, first.Status);

        mesh.File("routes.yaml", $"{Meshes.Subsets}\n---\n{Meshes.RouteTo("v2")}");
        var second = await mesh.RunAsync("apply", "-f", routes);
        Assert.Equal(
            ["destinationrule/reviews unchanged", "virtualservice/reviews configured"], second.OutLines);

        var third = await mesh.RunAsync("delete", "-f", routes);
        Assert.Equal(["destinationrule/reviews deleted", "virtualservice/reviews deleted"], third.OutLines);
        Assert.Equal(ExitStatus.Success, third.Status);
    }

    [Fact]
    public async Task Warnings_go_to_standard_error_with_their_place()
    {
        await using var mesh = await TestMesh.StartAsync();
        var route = mesh.File("route.yaml", Meshes.RouteTo("v1"));
        var result = await mesh.RunAsync("apply", "-f", route);
        Assert.Equal(["virtualservice/reviews created"], result.OutLines);
        var warning = Assert.Single(result.ErrorLines);
        Assert.StartsWith($"{route}:9:", warning, StringComparison.Ordinal);
        Assert.Equal(ExitStatus.Success, result.Status);
    }

    [Fact]
    public async Task A_refused_file_stops_the_ones_after_it_and_says_so()
    {
        await using var mesh = await TestMesh.StartAsync(("mesh.yaml", Meshes.Services));
        var good = mesh.File("1.yaml", Meshes.Subsets);
        var bad = mesh.File("2.yaml", Bad);
        var never = mesh.File("3.yaml", Meshes.RouteTo("v1"));

        var result = await mesh.RunAsync("apply", "-f", good, "-f", bad, "-f", never);

        Assert.Equal(ExitStatus.Failure, result.Status);
        Assert.Equal(["destinationrule/reviews created"], result.OutLines);
        Assert.StartsWith($"{bad}:7:3: error ", result.ErrorLines[^3], StringComparison.Ordinal);
        Assert.StartsWith($"outrigger: {bad}: ", result.ErrorLines[^2], StringComparison.Ordinal);
        Assert.Equal($"outrigger: not tried after that: {never}", result.ErrorLines[^1]);
        Assert.Empty((await mesh.RunAsync("get", "vs")).Out);
    }

    [Fact]
    public async Task A_folder_is_applied_in_the_order_of_its_paths()
    {
        await using var mesh = await TestMesh.StartAsync(("mesh.yaml", Meshes.Services));
        var folder = Path.GetDirectoryName(mesh.File("routes/a.yaml", Meshes.Subsets))!;
        mesh.File("routes/deeper/b.yml", Meshes.RouteTo("v1"));
        mesh.File("routes/README.md", "not YAML: [");
        var result = await mesh.RunAsync("apply", "-f", folder);
        Assert.Equal(["destinationrule/reviews created", "virtualservice/reviews created"], result.OutLines);
    }

    [Fact]
    public async Task Nothing_is_sent_when_a_file_is_missing()
    {
        await using var mesh = await TestMesh.StartAsync(("mesh.yaml", Meshes.Services));
        var good = mesh.File("good.yaml", Meshes.Subsets);
        var result = await mesh.RunAsync("apply", "-f", good, "-f", "/nowhere.yaml");
        Assert.Equal(ExitStatus.Failure, result.Status);
        Assert.Equal(["outrigger: there is no file or folder /nowhere.yaml"], result.ErrorLines);
        Assert.Empty((await mesh.RunAsync("get", "dr")).Out);
    }

    [Fact]
    public async Task Standard_input_is_a_file_too()
    {
        await using var mesh = await TestMesh.StartAsync(("mesh.yaml", Meshes.Services));
        var good = await mesh.RunWithInputAsync(Meshes.Subsets, "apply", "-f", "-");
        Assert.Equal(["destinationrule/reviews created"], good.OutLines);
        var bad = await mesh.RunWithInputAsync(Bad, "apply", "-f", "-");
        Assert.StartsWith("stdin:7:3: error ", bad.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_files_make_one_value_for_programs()
    {
        await using var mesh = await TestMesh.StartAsync(("mesh.yaml", Meshes.Services));
        var subsets = mesh.File("1.yaml", Meshes.Subsets);
        var route = mesh.File("2.yaml", Meshes.RouteTo("v1"));
        var result = await mesh.RunAsync("apply", "-f", subsets, "-f", route, "-o", "json", "--wait");
        using var json = JsonDocument.Parse(result.Out);
        Assert.Equal(
            ["DestinationRule", "VirtualService"],
            json.RootElement.GetProperty("objects").EnumerateArray()
                .Select(changed => changed.GetProperty("kind").GetString()));
        Assert.Equal(0, json.RootElement.GetProperty("sync").GetProperty("pending").GetArrayLength());
    }

    [Fact]
    public async Task Waiting_ends_when_every_proxy_has_acknowledged()
    {
        await using var mesh = await TestMesh.StartAsync(("mesh.yaml", Meshes.Services));
        var proxy = mesh.ControlPlane.Connect();
        await proxy.WaitForFirstConfigurationAsync();
        var files = mesh.File("routes.yaml", $"{Meshes.Subsets}\n---\n{Meshes.RouteTo("v2")}");
        var result = await mesh.RunAsync("apply", "-f", files, "--wait=20s");
        Assert.Equal("acknowledged by 1 proxy", result.OutLines[^1]);
        Assert.Equal(ExitStatus.Success, result.Status);
        await proxy.WaitForAsync(each => each.ReviewsCluster!.Contains("|v2|", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxy_that_is_late_is_named_with_status_3()
    {
        await using var mesh = await TestMesh.StartAsync(("mesh.yaml", Meshes.Services));
        var silent = mesh.ControlPlane.Connect("silent", _ => TestProxy.Answer.KeepSilent);
        await silent.WaitForAsync(proxy => proxy.Responses.Count > 0);
        var route = mesh.File("route.yaml", Meshes.RouteTo("v1"));
        var result = await mesh.RunAsync("apply", "-f", route, "--wait=200ms");
        Assert.Equal(ExitStatus.NotSynced, result.Status);
        Assert.Equal("outrigger: not acknowledged in time by silent.default", result.ErrorLines[^1]);
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_quoted_with_status_1()
    {
        await using var mesh = await TestMesh.StartAsync(("mesh.yaml", Meshes.Services));
        var mood = TestProxy.Answer.Acknowledge;
        var proxy = mesh.ControlPlane.Connect("picky", _ => mood);
        await proxy.WaitForFirstConfigurationAsync();
        mood = TestProxy.Answer.Reject;
        var files = mesh.File("routes.yaml", $"{Meshes.Subsets}\n---\n{Meshes.RouteTo("v2")}");
        var result = await mesh.RunAsync("apply", "-f", files, "--wait=20s");
        Assert.Equal(ExitStatus.Failure, result.Status);
        Assert.Contains(result.ErrorLines, line =>
            line.StartsWith("outrigger: picky.default rejected ", StringComparison.Ordinal)
            && line.EndsWith(TestProxy.Rejection, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("delete", "vs", "reviews")]
    [InlineData("delete", "VirtualService/reviews")]
    [InlineData("delete", "virtualservices.networking.istio.io", "reviews", "-n", "default", "--wait=5s")]
    public async Task An_object_is_deleted_by_any_of_its_kinds_names(params string[] command)
    {
        await using var mesh = await TestMesh.StartAsync(("mesh.yaml", Meshes.Services));
        await mesh.RunAsync("apply", "-f", mesh.File("route.yaml", Meshes.RouteTo("v1")));
        var result = await mesh.RunAsync(command);
        Assert.Equal(ExitStatus.Success, result.Status);
        Assert.Equal("virtualservice/reviews deleted", result.OutLines[0]);
    }

    [Fact]
    public async Task What_stands_in_a_file_is_not_deleted()
    {
        await using var mesh = await TestMesh.StartAsync(("route.yaml", Meshes.RouteTo("v1")));
        var result = await mesh.RunAsync("delete", "vs", "reviews");
        Assert.Equal(ExitStatus.Failure, result.Status);
        Assert.Contains("route.yaml:1:1", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_mesh_every_command_says_how_to_get_one()
    {
        foreach (var command in new[] { "get vs", "delete vs reviews", "proxies", "status", "get endpoints" })
        {
            var result = await CommandRunner.RunAsync(
                [.. CommandRunner.Words(command), "--state-dir", "/nowhere/at/all"]);
            Assert.Equal(ExitStatus.Failure, result.Status);
            Assert.Contains("outrigger up", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        }
    }
}
