using Microsoft.Extensions.Logging;
using Outrigger.ControlPlane.Proxies;
using Outrigger.Identity.Authorities;
using Outrigger.Identity.Rotation;
using Outrigger.Xds;
using Outrigger.Xds.Server;

namespace Outrigger.ControlPlane.Security;

/// <summary>
/// Drives the authority: once a second it says which proxies have acknowledged the newest trust bundle, and has the
/// authority take the steps that are due.
/// </summary>
internal sealed partial class RotationDriver(
    MeshSecurity security, AdsServer ads, ConnectedProxies proxies, TimeProvider time,
    ILogger<RotationDriver> logger) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private RotationPhase? _logged;
    private string? _problemLogged;

    public void Start() => _running = Task.Run(() => RunAsync(_stop.Token));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                Step();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogStepFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    private void Step()
    {
        ConfirmBundles();
        security.Authority.Advance();
        var status = security.Authority.Status;
        if (status.Phase != _logged && (_logged is not null || status.Phase != RotationPhase.Stable))
            LogPhase(status.Phase, status.BundleVersion, status.Awaited.Count);
        _logged = status.Phase;
        if (status.Problem is { } problem && problem != _problemLogged) LogProblem(problem);
        _problemLogged = status.Problem;
    }

    private void ConfirmBundles()
    {
        var (resource, bundle) = security.RootCertificate.Current;
        foreach (var (client, peer) in proxies.VerifiedPeers)
        {
            var accepted = ads.Clients.AcceptedVersionOf(client, TypeUrl.Secret, RootCertificateSecret.Name);
            if (accepted == resource.VersionText) security.Authority.Confirm(peer.Serial, bundle);
        }
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Root rotation is {Phase} with trust bundle {Bundle}, waiting for {Awaited} proxies")]
    private partial void LogPhase(RotationPhase phase, string bundle, int awaited);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "The plugged-in CA cannot be used, the former one stays: {Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "A step of the root's rotation failed; it is tried again")]
    private partial void LogStepFailed(Exception exception);
}
