using System.Text.Json;
using Outrigger.Cli.Tests.Support;

namespace Outrigger.Cli.Tests;

/// <summary><c>outrigger ca</c>: what expires when, and the replacement of the root.</summary>
public sealed class AuthorityTests
{
    [Fact]
    public async Task The_status_counts_down_to_the_roots_end()
    {
        await using var mesh = await TestMesh.StartAsync();
        var result = await mesh.RunAsync("ca", "status");
        Assert.Equal(ExitStatus.Success, result.Status);
        Assert.Equal("trust domain: cluster.local", result.OutLines[0]);
        Assert.Matches(@"^rotation:     Stable since \w+$", result.OutLines[1]);
        var row = result.OutLines[^1].Split("   ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^[0-9a-f]{16}$", row[0]);
        Assert.Equal(["root", "signing"], row[1..3]);
        Assert.Matches(@"^36\d\dd$", row[3]);
        var seconds = await ExpiryAsync(mesh);
        Assert.InRange(seconds, 3649L * 86400, 3650L * 86400);
    }

    [Fact]
    public async Task A_rotation_without_proxies_is_over_at_once()
    {
        await using var mesh = await TestMesh.StartAsync();
        var before = mesh.ControlPlane.TrustBundle;
        var result = await mesh.RunAsync("ca", "rotate", "--wait=20s", "-o", "json");
        Assert.Equal(ExitStatus.Success, result.Status);
        Assert.Equal("Stable", JsonDocument.Parse(result.Out).RootElement.GetProperty("phase").GetString());
        Assert.NotEqual(before, mesh.ControlPlane.TrustBundle);
    }

    private static async Task<long> ExpiryAsync(TestMesh mesh)
    {
        var result = await mesh.RunAsync("ca", "status", "-o", "json");
        return JsonDocument.Parse(result.Out).RootElement
            .GetProperty("certificates")[0].GetProperty("expiresInSeconds").GetInt64();
    }
}
