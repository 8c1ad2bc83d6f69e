using Outrigger.EndToEnd.Tests.Meshes;
using Outrigger.EndToEnd.Tests.Traffic;

namespace Outrigger.EndToEnd.Tests.Security;

/// <summary>Keys, certificates and roots are replaced while requests go on, and no request notices.</summary>
public sealed class CertificateRotationTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Certificates_are_renewed_under_load()
    {
        await using var mesh = await RunningMesh.StartAsync("--certificate-ttl", $"{Lifetime.TotalSeconds}s");
        await using var load = BackgroundLoad.Start(mesh.Ingress);
        var first = await IssuedAsync(mesh);
        // Longer than three lifetimes: whoever did not renew would have nothing left.
        await Deadline.UntilAsync(
            async () => await IssuedAsync(mesh) >= first * 7, TimeSpan.FromSeconds(Lifetime.TotalSeconds * 6));
        await load.StopAndCheckAsync(requestsMin: 1000);
    }

    [Fact]
    public async Task The_root_is_replaced_under_load_though_the_control_plane_is_killed_in_every_phase()
    {
        await using var mesh = await RunningMesh.StartAsync("--certificate-ttl", $"{Lifetime.TotalSeconds}s");
        await using var load = BackgroundLoad.Start(mesh.Ingress);
        await Deadline.UntilAsync(() => load.Requests > 50);
        var before = await mesh.Management.AuthorityAsync(Cancellation);
        Assert.Equal("Stable", before.Phase);
        var phase = (await mesh.Management.RotateAuthorityAsync(wait: null, Cancellation)).Phase;
        var seen = new List<string>();
        var limit = DateTime.UtcNow + Lifetime * 8;
        while (phase != "Stable" || seen.Count == 0)
        {
            if (phase != "Stable" && !seen.Contains(phase))
            {
                seen.Add(phase);
                RunningMesh.Kill(mesh.ControlPlaneId());
            }

            Assert.True(DateTime.UtcNow < limit, $"the rotation stays in {phase}\n{mesh.Describe()}");
            await Task.Delay(50, Cancellation);
            phase = await PhaseAsync(mesh) ?? phase;
        }

        Assert.Contains("Signing", seen);
        Assert.Contains("Retiring", seen);
        var after = await mesh.Management.AuthorityAsync(Cancellation);
        Assert.NotEqual(before.Bundle, after.Bundle);
        var more = load.Requests + 200;
        await Deadline.UntilAsync(() => load.Requests > more);
        await load.StopAndCheckAsync(requestsMin: 1000);
    }

    /// <summary>How many certificates the authority has issued so far, by its audit log.</summary>
    private static async Task<int> IssuedAsync(RunningMesh mesh)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(mesh.StateDirectory, "identity", "audit.jsonl"), Cancellation);
        return lines.Count(line => line.Contains("\"outcome\":\"issued\"", StringComparison.Ordinal));
    }

    /// <summary>The phase of the rotation; null while the control plane is away.</summary>
    private static async Task<string?> PhaseAsync(RunningMesh mesh)
    {
        try
        {
            return (await mesh.Management.AuthorityAsync(Cancellation)).Phase;
        }
        catch (Outrigger.ControlPlane.Client.ManagementException)
        {
            return null;
        }
    }
}
