using Microsoft.Extensions.Time.Testing;
using Outrigger.ControlPlane.Api.Contract;
using Outrigger.ControlPlane.Client;
using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.ControlPlane.Tests.Security;

/// <summary>
/// The root is replaced under proxies that are connected, and a control plane that ends in the middle goes on where it
/// was.
/// </summary>
public sealed class RotationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Proxies_confirm_renew_and_the_old_root_goes(bool restart)
    {
        // The client looks at the server's certificates by the real clock, so the control plane's may run ahead by less
        // than certificates are dated back.
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var test = await EnrolledWorkload.StartAsync("reviews", TimeSpan.FromMinutes(1), time);
        var old = test.ControlPlane.TrustBundle;
        var stream = Connect(test);
        var (bundle, acknowledge) = await stream.NextBundleAsync();
        Assert.Equal(old, bundle);
        await acknowledge();

        var status = await test.ControlPlane.Client.RotateAuthorityAsync(cancellation: Cancellation);
        Assert.Equal(("Distributing", "default/pod-1"), (status.Phase, Assert.Single(status.Awaited).Proxy));
        stream = await RestartIfAsync(restart, test, stream);
        (bundle, acknowledge) = await NextWithAsync(stream, roots: 2);
        Assert.StartsWith(old, bundle, StringComparison.Ordinal);
        Assert.Equal("Distributing", (await test.ControlPlane.Client.AuthorityAsync(Cancellation)).Phase);

        test.Workload.Roots = bundle;
        await acknowledge();
        status = await WaitForAsync(test, time, view => view.Phase != "Distributing");
        Assert.Equal(("Signing", "default/pod-1"), (status.Phase, Assert.Single(status.Awaited).Proxy));
        stream = await RestartIfAsync(restart, test, stream);
        await NextWithAsync(stream, roots: 2, view => view.EndsWith(old, StringComparison.Ordinal));

        await test.Workload.EnrolAsync(token: null, TimeSpan.FromHours(3));
        status = await WaitForAsync(test, time, view => view.Phase != "Signing");
        Assert.Equal("Retiring", status.Phase);
        stream = await RestartIfAsync(restart, test, stream);

        time.Advance(TimeSpan.FromMinutes(1));
        await WaitForAsync(test, time, view => view.Phase == "Stable");
        await stream.DisposeAsync();
        stream = Connect(test);
        (bundle, _) = await NextWithAsync(stream, roots: 1);
        Assert.DoesNotContain(old, bundle, StringComparison.Ordinal);
        await stream.DisposeAsync();
    }

    [Fact]
    public async Task A_plugged_in_CA_is_not_replaced_by_a_command()
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        var issuers = Path.Combine(StateDirectory.Identity(controlPlane.StateFolder), "issuers");
        var folder = Directory.CreateTempSubdirectory("outrigger-ca-");
        foreach (var file in Directory.GetFiles(Directory.GetDirectories(issuers).Single()))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        await controlPlane.StopAsync();
        controlPlane.Configure = options => options with { PluggedInAuthority = folder.FullName };
        await controlPlane.StartAgainAsync();
        var exception = await Assert.ThrowsAsync<ManagementException>(
            () => controlPlane.Client.RotateAuthorityAsync(cancellation: Cancellation));
        Assert.Contains("plugged in", exception.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private static SecureStream Connect(EnrolledWorkload test) =>
        new(test.Workload.Connect(), "reviews", "pod-1");

    private static async Task<SecureStream> RestartIfAsync(bool restart, EnrolledWorkload test, SecureStream stream)
    {
        if (!restart) return stream;
        await stream.DisposeAsync();
        await test.ControlPlane.StopAsync();
        await test.ControlPlane.StartAgainAsync();
        return Connect(test);
    }

    private static async Task<(string Bundle, Func<Task> Acknowledge)> NextWithAsync(
        SecureStream stream, int roots, Func<string, bool>? condition = null)
    {
        while (true)
        {
            var next = await stream.NextBundleAsync();
            if (next.Bundle.Split("BEGIN").Length - 1 == roots && condition?.Invoke(next.Bundle) != false) return next;
            await next.Acknowledge();
        }
    }

    private static async Task<AuthorityView> WaitForAsync(
        EnrolledWorkload test, FakeTimeProvider time, Func<AuthorityView, bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TestControlPlane.Deadline);
        while (true)
        {
            var view = await test.ControlPlane.Client.AuthorityAsync(deadline.Token);
            if (condition(view)) return view;
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(20, deadline.Token);
        }
    }
}
