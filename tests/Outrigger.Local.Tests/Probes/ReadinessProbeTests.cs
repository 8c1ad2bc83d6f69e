using System.Net;
using System.Net.Sockets;
using System.Text;
using Outrigger.Local.Pods;
using Outrigger.Local.Probes;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Pods;

namespace Outrigger.Local.Tests.Probes;

public sealed class ReadinessProbeTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public ReadinessProbeTests() => _listener.Start();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("200 OK", true)]
    [InlineData("302 Found", true)]
    [InlineData("404 Not Found", false)]
    [InlineData("503 Service Unavailable", false)]
    public async Task An_http_probe_passes_on_success_and_redirection(string status, bool passes)
    {
        var request = AnswerOnceAsync($"HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");

        var outcome = await AskAsync(
            $"{{httpGet: {{path: health, port: {Port}, httpHeaders: [{{name: x-probe, value: 'yes'}}]}}}}");

        Assert.Equal(passes, outcome.Passed);
        Assert.StartsWith("GET /health HTTP/1.1\r\n", await request);
        Assert.Contains("x-probe: yes\r\n", await request);
    }

    [Fact]
    public async Task A_tcp_probe_passes_when_somebody_listens()
    {
        Assert.True((await AskAsync($"{{tcpSocket: {{port: {Port}}}}}")).Passed);

        _listener.Stop();
        var outcome = await AskAsync($"{{tcpSocket: {{port: {Port}}}}}");
        Assert.False(outcome.Passed);
        Assert.Equal("Connection refused", outcome.Reason);
    }

    [Fact]
    public async Task Without_a_probe_the_first_port_is_asked()
    {
        Assert.True((await AskAsync(null, Port)).Passed);
        _listener.Stop();
        Assert.False((await AskAsync(null, Port)).Passed);
    }

    [Theory]
    [InlineData("[\"true\"]", true, null)]
    [InlineData("[sh, -c, exit 3]", false, "the probe's command ended with 3")]
    [InlineData("[sleep, '1000']", false, "no answer within 1 s")]
    public async Task A_command_probe_passes_when_the_command_succeeds(
        string command, bool passes, string? reason)
    {
        var outcome = await AskAsync($"{{exec: {{command: {command}}}}}");

        Assert.Equal((passes, reason), (outcome.Passed, outcome.Reason));
    }

    [Fact]
    public async Task Silence_fails_after_the_timeout()
    {
        var outcome = await AskAsync($"{{httpGet: {{port: {Port}}}, timeoutSeconds: 1}}");

        Assert.Equal((false, "no answer within 1 s"), (outcome.Passed, outcome.Reason));
    }

    private async Task<string> AnswerOnceAsync(string response)
    {
        using var connection = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var stream = connection.GetStream();
        var buffer = new byte[4096];
        var length = 0;
        while (!Encoding.ASCII.GetString(buffer, 0, length).EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            length += await stream.ReadAsync(buffer.AsMemory(length), TestContext.Current.CancellationToken);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(response), TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private static async Task<ProbeOutcome> AskAsync(string? probe, params int[] ports)
    {
        var spec = TestPods.Read($$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              containers:
              - name: main
                {{(probe is null ? "" : $"readinessProbe: {probe}")}}
            """).OfType<ResourceObject<PodSpec>>().Single().Spec;
        var plan = TestPods.Plan("p", ports: ports) with { Spec = spec };
        var network = TestPods.Network(2) with { ApplicationAddress = IPAddress.Loopback };
        using var readiness = new ReadinessProbe(plan, network);
        return await readiness.AskAsync(TestContext.Current.CancellationToken);
    }
}
