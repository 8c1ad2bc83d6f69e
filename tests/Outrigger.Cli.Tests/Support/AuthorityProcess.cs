using System.Net;
using System.Text.Json;
using Outrigger.ControlPlane;
using Outrigger.ControlPlane.Api.Contract;
using Outrigger.ControlPlane.Client;
using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.Cli.Tests.Support;

/// <summary>A control plane as a process of its own that can be killed and started again, and tokens that it knows.</summary>
internal sealed class AuthorityProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outrigger-ca-");
    private readonly ManagementClient _client;

    private AuthorityProcess()
    {
        _client = new ManagementClient(State);
        Issuer.Publish(State);
    }

    public TokenIssuer Issuer { get; } = new();

    public OutriggerProcess Process { get; private set; } = null!;

    public string TrustBundle => File.ReadAllText(StateDirectory.TrustBundleFile(State));

    public IPEndPoint SecureEndpoint
    {
        get
        {
            using var said = JsonDocument.Parse(File.ReadAllText(StateDirectory.ControlPlaneFile(State)));
            return new IPEndPoint(IPAddress.Loopback, said.RootElement.GetProperty("securePort").GetInt32());
        }
    }

    private string State => Path.Combine(_folder.FullName, "state");

    public static async Task<AuthorityProcess> StartAsync()
    {
        var authority = new AuthorityProcess();
        await authority.StartAgainAsync();
        return authority;
    }

    public async Task KillAndStartAgainAsync()
    {
        await Process.KillAsync();
        await StartAgainAsync();
    }

    public async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var result = await CommandRunner.RunAsync([.. arguments, "-o", "json", "--state-dir", State]);
        Assert.Equal(ExitStatus.Success, result.Status);
        return JsonDocument.Parse(result.Out).RootElement;
    }

    /// <summary>Waits until the rotation is in a phase.</summary>
    public async Task<AuthorityView> WaitForPhaseAsync(string phase)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TestControlPlane.Deadline);
        while (true)
        {
            var view = await _client.AuthorityAsync(deadline.Token);
            if (view.Phase == phase) return view;
            await Task.Delay(100, deadline.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _client.Dispose();
        Issuer.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StartAgainAsync()
    {
        if (Process is not null) await Process.DisposeAsync();
        Process = OutriggerProcess.Start(
            "control-plane", "--state-dir", State, "--xds-port", "0", "--tls-port", "0", "--log-level", "warning");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TestControlPlane.Deadline);
        while (!await AnswersAsync(deadline.Token)) await Task.Delay(50, deadline.Token);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            // A file that a killed control plane left names ports that are no more; it is replaced when all is ready.
            return (await _client.StatusAsync(cancellation: cancellation)).Ready;
        }
        catch (ManagementException)
        {
            return false;
        }
    }
}
