namespace Outrigger.ControlPlane.Tests.Support;

/// <summary>A control plane, an issuer of tokens that it knows, and a workload that has a certificate.</summary>
internal sealed class EnrolledWorkload : IAsyncDisposable
{
    private EnrolledWorkload(TestControlPlane controlPlane, TokenIssuer issuer)
    {
        ControlPlane = controlPlane;
        Issuer = issuer;
        Workload = new TestWorkload(controlPlane);
    }

    public TestControlPlane ControlPlane { get; }

    public TokenIssuer Issuer { get; }

    public TestWorkload Workload { get; }

    public static async Task<EnrolledWorkload> StartAsync(
        string account, TimeSpan? lifetime = null, TimeProvider? time = null)
    {
        var controlPlane = await TestControlPlane.StartAsync(time ?? TimeProvider.System, options => options);
        var issuer = new TokenIssuer();
        issuer.Publish(controlPlane.StateFolder);
        var enrolled = new EnrolledWorkload(controlPlane, issuer);
        await enrolled.Workload.EnrolAsync(issuer.Issue(account, DateTimeOffset.UtcNow), lifetime);
        return enrolled;
    }

    public async ValueTask DisposeAsync()
    {
        Workload.Dispose();
        Issuer.Dispose();
        await ControlPlane.DisposeAsync();
    }
}
