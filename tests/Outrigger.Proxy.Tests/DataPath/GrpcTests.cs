using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath;

/// <summary>
/// What is special about gRPC, seen on HTTP/1 with trailers, where every byte can be written down.
/// </summary>
public sealed class GrpcTests
{
    private const string WithTrailers =
        """
        "typedExtensionProtocolOptions": { "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
          "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
          "explicitHttpConfig": { "httpProtocolOptions": { "enableTrailers": true } } } },
        """;

    private const string Web =
        """
        { "name": "web", "typedConfig": { "@type": "type.googleapis.com/envoy.extensions.filters.http.grpc_web.v3.GrpcWeb" } },
        """;

    private const string AllMethods =
        """
        { "name": "stats", "typedConfig": {
          "@type": "type.googleapis.com/envoy.extensions.filters.http.grpc_stats.v3.FilterConfig",
          "statsForAllMethods": true, "enableUpstreamStats": true } },
        """;

    /// <summary>A message of four bytes, "ping", and one of four bytes, "pong".</summary>
    private const string Ping = "\0\0\0\0\u0004ping";

    private const string Pong = "\0\0\0\0\u0004pong";

    [Fact]
    public async Task A_call_that_we_answer_ourselves_has_its_outcome_in_the_head()
    {
        using var setup = await Setup.CreateAsync(backend: null);
        await setup.Client.SendAsync(Call("/pkg.Service/Method", "application/grpc+proto", Ping));
        var response = await setup.Client.ReceiveHeadAsync();
        Assert.StartsWith("HTTP/1.1 200 OK\r\ncontent-type: application/grpc\r\ngrpc-status: 14\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\ngrpc-message: no healthy upstream\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_no_call_gets_a_status_of_http()
    {
        using var setup = await Setup.CreateAsync(backend: null);
        await setup.Client.SendAsync(Call("/pkg.Service/Method", "application/json", Ping));
        Assert.StartsWith("HTTP/1.1 503 ", await setup.Client.ReceiveHeadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"maxStreamDuration\": { \"grpcTimeoutHeaderMax\": \"0s\" },", "3S", 3, "3000m")]
    [InlineData("\"maxStreamDuration\": { \"grpcTimeoutHeaderMax\": \"2s\" },", "3S", 2, "2000m")]
    [InlineData(
        "\"maxStreamDuration\": { \"grpcTimeoutHeaderMax\": \"0s\", \"grpcTimeoutHeaderOffset\": \"1s\" },", "3S", 2, "2000m")]
    [InlineData("\"maxGrpcTimeout\": \"0s\",", "60S", 60, "60000m")]
    public async Task A_caller_s_timeout_ends_the_call_and_reaches_the_endpoint(
        string route, string asked, int seconds, string forwarded)
    {
        using var backend = ScriptedBackend.Answering("");
        var time = new FakeTimeProvider();
        using var setup = await Setup.CreateAsync(backend, route: route, time: time);
        await setup.Client.SendAsync(Call("/s/m", "application/grpc", Ping, $"grpc-timeout: {asked}\r\n"));
        await setup.Proxy.UntilAsync(_ => !backend.Requests.IsEmpty, "the request");
        await setup.PassAsync(seconds - 1);
        Assert.Equal(1, setup.Proxy.Count(HttpStat.DownstreamRqActive));
        await setup.PassAsync(2);
        Assert.Contains("\r\ngrpc-status: 4\r\n", await setup.Client.ReceiveHeadAsync(), StringComparison.Ordinal);
        Assert.Equal(forwarded, Wire.Header(backend.Requests.First(), "grpc-timeout"));
    }

    [Fact]
    public async Task A_caller_s_timeout_is_no_matter_where_the_route_does_not_say_so()
    {
        using var backend = ScriptedBackend.Answering("");
        var time = new FakeTimeProvider();
        using var setup = await Setup.CreateAsync(backend, time: time);
        await setup.Client.SendAsync(Call("/s/m", "application/grpc", Ping, "grpc-timeout: 1S\r\n"));
        await setup.Proxy.UntilAsync(_ => !backend.Requests.IsEmpty, "the request");
        await setup.PassAsync(5);
        Assert.Equal(1, setup.Proxy.Count(HttpStat.DownstreamRqActive));
        await setup.PassAsync(15);
        Assert.Contains("\r\ngrpc-status: 14\r\n", await setup.Client.ReceiveHeadAsync(), StringComparison.Ordinal);
        Assert.Equal("1S", Wire.Header(backend.Requests.First(), "grpc-timeout"));
    }

    [Fact]
    public async Task Web_is_translated_to_grpc_and_back()
    {
        using var backend = ScriptedBackend.Answering(GrpcResponse(Pong, "grpc-status: 1\r\n"));
        using var setup = await Setup.CreateAsync(backend, Web);
        await setup.Client.SendAsync(Call("/s/m", "application/grpc-web+proto", Ping));
        var response = await setup.Client.ReceiveMessageAsync();
        var request = backend.Requests.Single();
        Assert.Equal("application/grpc+proto", Wire.Header(request, "content-type"));
        Assert.Equal("trailers", Wire.Header(request, "te"));
        Assert.EndsWith(Ping, request, StringComparison.Ordinal);
        Assert.Equal("application/grpc-web+proto", Wire.Header(response, "content-type"));
        Assert.Equal(Pong + "\u0080\0\0\0\u0010grpc-status: 1\r\n", Content(response));
    }

    [Fact]
    public async Task Web_text_is_translated_to_grpc_and_back()
    {
        using var backend = ScriptedBackend.Answering(GrpcResponse(Pong + Pong, "grpc-status: 5\r\ngrpc-message: no\r\n"));
        using var setup = await Setup.CreateAsync(backend, Web);
        var text = Convert.ToBase64String(Encoding.Latin1.GetBytes(Ping));
        await setup.Client.SendAsync(
            Call("/s/m", "application/grpc-web-text", text, "accept: application/grpc-web-text\r\n"));
        var response = await setup.Client.ReceiveMessageAsync();
        Assert.EndsWith(Ping + "\r\n0\r\n\r\n", backend.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal("application/grpc-web-text+proto", Wire.Header(response, "content-type"));
        Assert.Equal(
            Pong + Pong + "\u0080\0\0\0\u0022grpc-status: 5\r\ngrpc-message: no\r\n",
            Encoding.Latin1.GetString(Convert.FromBase64String(Content(response))));
    }

    [Theory]
    [InlineData("application/grpc-web-text", 100_000, 100_000)]
    [InlineData("application/grpc-web", 15_900, 16_300)]
    public async Task Web_answers_arrive_whatever_their_length_is(string contentType, int lengthMin, int lengthMax)
    {
        var length = lengthMin;
        using var backend = ScriptedBackend.Answering(_ => GrpcResponse(Message(length), "grpc-status: 5\r\n"));
        using var setup = await Setup.CreateAsync(backend, Web);
        var isText = contentType.EndsWith("text", StringComparison.Ordinal);
        var asked = isText ? Convert.ToBase64String(Encoding.Latin1.GetBytes(Ping)) : Ping;
        for (; length <= lengthMax; length++)
        {
            await setup.Client.SendAsync(Call("/s/m", contentType, asked, $"accept: {contentType}\r\n"));
            var content = Content(await setup.Client.ReceiveUntilAsync("\r\n0\r\n\r\n"));
            if (isText)
                content = Encoding.Latin1.GetString(Convert.FromBase64String(content));
            Assert.Equal(Message(length) + "\u0080\0\0\0\u0010grpc-status: 5\r\n", content);
        }
    }

    [Fact]
    public async Task Web_text_without_content_is_a_call_without_content()
    {
        using var backend = ScriptedBackend.Answering(GrpcResponse(Pong, "grpc-status: 0\r\n"));
        using var setup = await Setup.CreateAsync(backend, Web);
        await setup.Client.SendAsync(Call("/s/m", "application/grpc-web-text", ""));
        Assert.StartsWith("HTTP/1.1 200 ", await setup.Client.ReceiveMessageAsync(), StringComparison.Ordinal);
        Assert.Equal("0", Wire.Header(backend.Requests.Single(), "content-length"));
        Assert.Empty(setup.Proxy.Faults);
    }

    [Fact]
    public async Task Web_text_that_is_no_base64_is_refused()
    {
        using var backend = ScriptedBackend.Answering(GrpcResponse(Pong, "grpc-status: 0\r\n"));
        using var setup = await Setup.CreateAsync(backend, Web);
        await setup.Client.SendAsync(Call("/s/m", "application/grpc-web-text", "!!!!"));
        Assert.Contains("\r\ngrpc-status: 13\r\n", await setup.Client.ReceiveHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_no_grpc_is_left_alone()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("<p>", "content-type: text/html\r\n"));
        using var setup = await Setup.CreateAsync(backend, Web);
        await setup.Client.SendAsync(Call("/s/m", "application/grpc-web", Ping));
        var response = await setup.Client.ReceiveMessageAsync();
        Assert.Equal("text/html", Wire.Header(response, "content-type"));
        Assert.EndsWith("\r\n\r\n<p>", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_and_messages_are_counted_by_method()
    {
        using var backend = ScriptedBackend.Answering(request => request.Contains("/fails", StringComparison.Ordinal)
            ? GrpcResponse("", "grpc-status: 7\r\n")
            : GrpcResponse(Pong + Pong, "grpc-status: 0\r\n"));
        using var setup = await Setup.CreateAsync(backend, AllMethods);
        foreach (var method in (string[])["works", "works", "fails"])
        {
            await setup.Client.SendAsync(Call($"/pkg.Service/{method}", "application/grpc", Ping + Ping + Ping));
            await setup.Client.ReceiveMessageAsync();
        }

        var works = setup.Proxy.Stats.Cluster("c").GrpcMethods.Of("pkg.Service", "works");
        await setup.Proxy.UntilAsync(_ => works.Read(GrpcStat.Total) == 2, "the end of both calls");
        Assert.Equal(2, works.Read(GrpcStat.Success));
        Assert.Equal(6, works.Read(GrpcStat.RequestMessageCount));
        Assert.Equal(4, works.Read(GrpcStat.ResponseMessageCount));
        var shown = StatsSnapshot.Take(setup.Proxy.Stats, new StatsQuery());
        Assert.Contains(shown.Numbers, sample =>
            sample.Name.Text == "cluster.c.grpc.pkg.Service.fails.7" && sample.Value == 1
            && sample.Name.Family == "envoy_cluster_grpc_7"
            && sample.Name.Labels.Contains("envoy_grpc_bridge_method=\"fails\"", StringComparison.Ordinal));
        Assert.Contains(shown.Histograms, sample =>
            sample.Name.Text == "cluster.c.grpc.pkg.Service.works.upstream_rq_time" && sample.Totals?.Count == 2);
    }

    [Fact]
    public async Task More_methods_than_there_may_be_count_without_their_names()
    {
        using var backend = ScriptedBackend.Answering(GrpcResponse("", "grpc-status: 0\r\n"));
        using var setup = await Setup.CreateAsync(backend, AllMethods);
        const int Extra = 5;
        for (var index = 0; index < GrpcMethodTable.MethodsMax + Extra; index++)
        {
            await setup.Client.SendAsync(Call($"/s/m{index}", "application/grpc", ""));
            await setup.Client.ReceiveMessageAsync();
        }

        var all = setup.Proxy.Stats.Cluster("c").GrpcMethods.AllMethods;
        await setup.Proxy.UntilAsync(_ => all.Read(GrpcStat.Total) == Extra, "the calls beyond the bound");
    }

    private static string Call(string path, string contentType, string content, string headers = "") =>
        $"POST {path} HTTP/1.1\r\nhost: a\r\ncontent-type: {contentType}\r\n{headers}"
        + $"content-length: {content.Length}\r\n\r\n{content}";

    private static string Message(int length) =>
        $"\0\0{(char)(length >> 16)}{(char)((length >> 8) & 255)}{(char)(length & 255)}" + new string('m', length);

    private static string GrpcResponse(string content, string trailers)
    {
        var chunk = content.Length == 0 ? "" : $"{content.Length:x}\r\n{content}\r\n";
        return "HTTP/1.1 200 OK\r\ncontent-type: application/grpc+proto\r\ntransfer-encoding: chunked\r\n\r\n"
            + $"{chunk}0\r\n{trailers}\r\n";
    }

    /// <summary>The content of a chunked response.</summary>
    private static string Content(string response)
    {
        var rest = response[(response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        var content = new StringBuilder();
        while (true)
        {
            var lineEnd = rest.IndexOf("\r\n", StringComparison.Ordinal);
            var length = Convert.ToInt32(rest[..lineEnd], 16);
            if (length == 0)
                return content.ToString();
            content.Append(rest, lineEnd + 2, length);
            rest = rest[(lineEnd + 4 + length)..];
        }
    }

    private sealed class Setup : IDisposable
    {
        private readonly FakeTimeProvider? _time;

        private Setup(ProxyHarness proxy, Wire client, FakeTimeProvider? time)
        {
            Proxy = proxy;
            Client = client;
            _time = time;
        }

        public ProxyHarness Proxy { get; }

        public Wire Client { get; }

        public static async Task<Setup> CreateAsync(
            ScriptedBackend? backend, string filters = "", string route = "", FakeTimeProvider? time = null)
        {
            var proxy = new ProxyHarness(time: time);
            proxy.Cluster("c", WithTrailers, backend is null ? [] : [backend.EndPoint]);
            proxy.Listener(ProxyHarness.HttpListenerJson(
                "http",
                ProxyHarness.RouteTo("c", route),
                """ "httpProtocolOptions": { "enableTrailers": true }, """,
                filters: filters));
            await proxy.ApplyAsync();
            return new Setup(proxy, await Wire.ConnectAsync(await proxy.EndPointAsync("http")), time);
        }

        /// <summary>Lets time pass, in steps, so that timers that are set meanwhile expire too.</summary>
        public async Task PassAsync(int seconds)
        {
            for (var second = 0; second < seconds; second++)
            {
                _time!.Advance(TimeSpan.FromSeconds(1));
                await Proxy.RunOnWorkerAsync(_ => true);
            }
        }

        public void Dispose()
        {
            Client.Dispose();
            Proxy.Dispose();
        }
    }
}
