using Outrigger.Cli.Tests.Support;
using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.Cli.Tests;

/// <summary>The table of connected proxies.</summary>
public sealed class ProxiesTests
{
    [Theory]
    [InlineData("proxies")]
    [InlineData("proxy-status")]
    public async Task Each_proxy_has_a_row_with_the_state_of_each_type(string command)
    {
        await using var mesh = await TestMesh.StartAsync(("mesh.yaml", Meshes.Services));
        var content = mesh.ControlPlane.Connect("content");
        await content.WaitForFirstConfigurationAsync();
        var mood = TestProxy.Answer.Acknowledge;
        var picky = mesh.ControlPlane.Connect(
            "picky", type => type == TestProxy.RoutesType ? mood : TestProxy.Answer.Acknowledge);
        await picky.WaitForFirstConfigurationAsync();
        mood = TestProxy.Answer.Reject;
        await mesh.RunAsync("apply", "-f", mesh.File("r.yaml", Meshes.RouteTo("v1")), "--wait=20s");

        var result = await mesh.RunAsync(command);

        var cells = result.OutLines.Select(line => line.Split("   ", StringSplitOptions.TrimEntries
            | StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal(["NAME", "CDS", "LDS", "EDS", "RDS", "VERSION", "VARIANT", "CONNECTED"], cells[0]);
        Assert.Equal(["content.default", "SYNCED", "SYNCED", "SYNCED", "SYNCED"], cells[1][..5]);
        Assert.Equal(["picky.default", "SYNCED", "SYNCED", "SYNCED", "ERROR"], cells[2][..5]);
        Assert.Equal([$"picky.default rejected RDS: {TestProxy.Rejection}"], result.ErrorLines);
    }

    [Fact]
    public async Task Without_proxies_there_is_no_table()
    {
        await using var mesh = await TestMesh.StartAsync();
        var result = await mesh.RunAsync("proxies");
        Assert.Equal((ExitStatus.Success, ""), (result.Status, result.Out));
        Assert.Equal("[]\n", (await mesh.RunAsync("proxies", "-o", "json")).Out);
    }
}
