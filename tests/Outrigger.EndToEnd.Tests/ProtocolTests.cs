using System.Net;
using System.Net.WebSockets;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Outrigger.EndToEnd.Tests.Meshes;
using Outrigger.Local.Networking;
using Outrigger.Samples.Echo.V1;

namespace Outrigger.EndToEnd.Tests;

/// <summary>
/// A mesh carries gRPC, WebSocket and HTTP/2 from its gateway through a sidecar to an application, in both ways of
/// interception.
/// </summary>
public sealed class ProtocolTests
{
    private const string AnotherRule = """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: added}
        spec:
          hosts: [elsewhere.example]
          http:
          - route: [{destination: {host: echo, port: {number: 8080}}}]
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Interceptions => ["none", "redirect"];

    [Theory]
    [MemberData(nameof(Interceptions))]
    public async Task All_four_kinds_of_grpc_call_pass(string interception)
    {
        await using var mesh = await StartAsync(interception);
        using var channel = GrpcChannel.ForAddress(mesh.Ingress);
        var echo = new Echo.EchoClient(channel);

        Assert.Equal("hello", (await echo.SayAsync(Message("hello"), cancellationToken: Cancellation)).Text);

        using var repeated = echo.Repeat(new EchoMessage { Text = "again", Count = 50 }, cancellationToken: Cancellation);
        var count = 0;
        while (await repeated.ResponseStream.MoveNext(Cancellation))
            count++;
        Assert.Equal(50, count);

        using var collected = echo.Collect(cancellationToken: Cancellation);
        await collected.RequestStream.WriteAsync(Message("one"), Cancellation);
        await collected.RequestStream.WriteAsync(Message("two"), Cancellation);
        await collected.RequestStream.CompleteAsync();
        Assert.Equal("one two", (await collected).Text);

        var fault = await Assert.ThrowsAsync<RpcException>(async () => await echo.SayAsync(
            new EchoMessage { Text = "no", Status = (int)StatusCode.AlreadyExists }, cancellationToken: Cancellation));
        Assert.Equal(StatusCode.AlreadyExists, fault.StatusCode);
        Assert.Equal("no", fault.Status.Detail);
    }

    [Theory]
    [MemberData(nameof(Interceptions))]
    public async Task A_stream_both_ways_lives_through_a_change_of_configuration(string interception)
    {
        await using var mesh = await StartAsync(interception);
        using var channel = GrpcChannel.ForAddress(mesh.Ingress);
        using var chat = new Echo.EchoClient(channel).Chat(cancellationToken: Cancellation);
        await ExchangeAsync(chat, "before");
        await mesh.ApplyTextAsync(AnotherRule, "added.yaml", TimeSpan.FromSeconds(5));
        await ExchangeAsync(chat, "after");
        await chat.RequestStream.CompleteAsync();
        Assert.False(await chat.ResponseStream.MoveNext(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Interceptions))]
    public async Task A_web_socket_passes(string interception)
    {
        await using var mesh = await StartAsync(interception);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{mesh.HttpPort}/socket"), Cancellation);
        var buffer = new byte[64];
        foreach (var text in (string[])["one", "two"])
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, Cancellation);
            var received = await socket.ReceiveAsync(buffer, Cancellation);
            Assert.Equal(text, Encoding.UTF8.GetString(buffer, 0, received.Count));
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancellation);
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Fact]
    public async Task A_client_of_http_2_reaches_an_application_of_http_1()
    {
        await using var mesh = await StartAsync("none");
        using var client = new HttpClient { BaseAddress = mesh.Ingress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/echo")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("over two"),
        };
        using var response = await client.SendAsync(request, Cancellation);
        Assert.Equal(HttpVersion.Version20, response.Version);
        Assert.Equal("over two", await response.Content.ReadAsStringAsync(Cancellation));
    }

    private static Task<RunningMesh> StartAsync(string interception)
    {
        var obstacle = interception == "redirect" ? NamespaceNetwork.FindObstacle() : null;
        Assert.SkipWhen(obstacle is not null, obstacle ?? "");
        var folder = Path.Combine(OutriggerProgram.Root, "samples/echo");
        return RunningMesh.StartAsync(
            "--interception", interception,
            "-f", Path.Combine(folder, "echo.yaml"),
            "--processes", Path.Combine(folder, "processes.yaml"));
    }

    private static EchoMessage Message(string text) => new() { Text = text };

    private static async Task ExchangeAsync(AsyncDuplexStreamingCall<EchoMessage, EchoMessage> chat, string text)
    {
        await chat.RequestStream.WriteAsync(Message(text), Cancellation);
        Assert.True(await chat.ResponseStream.MoveNext(Cancellation));
        Assert.Equal(text, chat.ResponseStream.Current.Text);
    }
}
