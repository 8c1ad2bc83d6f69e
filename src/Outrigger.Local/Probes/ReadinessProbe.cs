using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Outrigger.Local.Networking;
using Outrigger.Local.Pods;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Pods;

namespace Outrigger.Local.Probes;

/// <summary>
/// Asks an application whether it is ready, as the kubelet does: the container's <c>readinessProbe</c>
/// (httpGet, tcpSocket, exec; grpc counts as tcpSocket), or a TCP connection to its first port when it
/// declares none.
/// </summary>
internal sealed class ReadinessProbe : IDisposable
{
    private readonly Probe _probe;
    private readonly PodPlan _plan;
    private readonly PodNetwork _network;
    private readonly HttpClient _client;

    /// <summary>Prepares the probe of the pod's first container.</summary>
    public ReadinessProbe(PodPlan plan, PodNetwork network)
    {
        _plan = plan;
        _network = network;
        _probe = plan.ApplicationContainer?.ReadinessProbe ?? new Probe();
        _client = PodHttpClient.Create(network);
    }

    /// <summary>How long after the application's start the first probe comes.</summary>
    public TimeSpan InitialDelay => TimeSpan.FromSeconds(_probe.InitialDelaySeconds ?? 0);

    /// <summary>How long between probes.</summary>
    public TimeSpan Period => TimeSpan.FromSeconds(Math.Max(1, _probe.PeriodSeconds ?? 10));

    /// <summary>How many probes in a row must pass.</summary>
    public int SuccessThreshold => Math.Max(1, _probe.SuccessThreshold ?? 1);

    /// <summary>How many probes in a row must fail.</summary>
    public int FailureThreshold => Math.Max(1, _probe.FailureThreshold ?? 3);

    private TimeSpan ProbeTimeout => TimeSpan.FromSeconds(Math.Max(1, _probe.TimeoutSeconds ?? 1));

    /// <summary>Asks once.</summary>
    public async Task<ProbeOutcome> AskAsync(CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(ProbeTimeout);
        try
        {
            return _probe switch
            {
                { HttpGet: { } httpGet } => await AskHttpAsync(httpGet, deadline.Token),
                { Exec: { } exec } => await AskCommandAsync(exec, deadline.Token),
                { TcpSocket: { } tcpSocket } => await AskTcpAsync(PortOf(tcpSocket.Port), deadline.Token),
                { Grpc: { } grpc } => await AskTcpAsync(grpc.Port ?? 0, deadline.Token),
                _ when _plan.Ports.Count > 0 => await AskTcpAsync(_plan.Ports[0], deadline.Token),
                _ => ProbeOutcome.Pass,
            };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ProbeOutcome.Fail($"no answer within {ProbeTimeout.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is SocketException or HttpRequestException or IOException)
        {
            return ProbeOutcome.Fail(exception.GetBaseException().Message);
        }
    }

    /// <summary>Frees the probe's client.</summary>
    public void Dispose() => _client.Dispose();

    private async Task<ProbeOutcome> AskHttpAsync(HttpGetAction action, CancellationToken cancellation)
    {
        var scheme =
            string.Equals(action.Scheme, "HTTPS", StringComparison.OrdinalIgnoreCase) ? "https" : "http";
        var path = action.Path is { Length: > 0 } given ? given : "/";
        var host = action.Host ?? _network.ApplicationAddress.ToString();
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"{scheme}://{host}:{PortOf(action.Port)}{(path[0] == '/' ? "" : "/")}{path}");
        request.Headers.TryAddWithoutValidation("user-agent", "kube-probe/outrigger");
        foreach (var header in action.HttpHeaders)
        {
            if (header.TryGetProperty("name", out var name) && header.TryGetProperty("value", out var value))
            {
                request.Headers.Remove(name.GetString()!);
                request.Headers.TryAddWithoutValidation(name.GetString()!, value.GetString());
            }
        }

        using var response = await _client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var status = (int)response.StatusCode;
        return status is >= 200 and < 400 ? ProbeOutcome.Pass : ProbeOutcome.Fail($"{path} answers {status}");
    }

    private async Task<ProbeOutcome> AskTcpAsync(int port, CancellationToken cancellation)
    {
        var endpoint = new DnsEndPoint(_network.ApplicationAddress.ToString(), port);
        await using var connection = await PodHttpClient.ConnectAsync(_network, endpoint, cancellation);
        return ProbeOutcome.Pass;
    }

    private async Task<ProbeOutcome> AskCommandAsync(ExecAction action, CancellationToken cancellation)
    {
        string[] words = [.. _network.EnterCommand, .. action.Command];
        var startInfo = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = _plan.Process?.WorkingDirectory ?? "/",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(startInfo)!;
            try
            {
                await process.WaitForExitAsync(cancellation);
                return process.ExitCode == 0
                    ? ProbeOutcome.Pass
                    : ProbeOutcome.Fail($"the probe's command ended with {process.ExitCode}");
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }
        catch (Win32Exception exception)
        {
            return ProbeOutcome.Fail(exception.Message);
        }
    }

    private int PortOf(IntOrString? port)
    {
        if (port is not { } value)
        {
            return _plan.FirstPort;
        }

        return ContainerPorts.Resolve(_plan.Spec, value) ?? _plan.FirstPort;
    }
}
