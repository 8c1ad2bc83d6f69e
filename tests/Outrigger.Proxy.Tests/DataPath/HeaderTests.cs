using System.Text.RegularExpressions;

namespace Outrigger.Proxy.Tests.DataPath;

/// <summary>What happens to heads on their way: a row per rule.</summary>
public sealed partial class HeaderTests
{
    private const string Forward = """ "cluster": "c", "timeout": "0s" """;

    /// <summary>Manager options; route action; what the client sends; what the endpoint gets, its order kept.</summary>
    public static TheoryData<string, string, string, string> Requests() => new()
    {
        {
            "", Forward, "GET /a HTTP/1.1\r\nhost: h\r\nx-request-id: mine\r\nx-forwarded-for: 1.2.3.4\r\n",
            "GET /a HTTP/1.1\r\nhost: h\r\nx-request-id: mine\r\nx-forwarded-for: 1.2.3.4\r\nx-forwarded-proto: http\r\n"
        },
        {
            """ "useRemoteAddress": true, """, Forward,
            "GET /a HTTP/1.1\r\nhost: h\r\nx-request-id: mine\r\nx-forwarded-for: 1.2.3.4\r\nx-forwarded-proto: https\r\n",
            "GET /a HTTP/1.1\r\nhost: h\r\nx-request-id: UUID\r\nx-forwarded-for: 1.2.3.4, 127.0.0.1\r\nx-forwarded-proto: http\r\n"
        },
        {
            """ "useRemoteAddress": true, "generateRequestId": false, """, Forward,
            "GET /a HTTP/1.1\r\nhost: h\r\nx-forwarded-for: 1.2.3.4\r\naccept: */*\r\nx-forwarded-for: 5.6.7.8\r\n",
            "GET /a HTTP/1.1\r\nhost: h\r\nx-forwarded-for: 1.2.3.4\r\naccept: */*\r\n"
            + "x-forwarded-for: 5.6.7.8, 127.0.0.1\r\nx-forwarded-proto: http\r\n"
        },
        {
            """ "useRemoteAddress": true, "preserveExternalRequestId": true, "skipXffAppend": true, """, Forward,
            "GET /a HTTP/1.1\r\nhost: h\r\nx-request-id: mine\r\n",
            "GET /a HTTP/1.1\r\nhost: h\r\nx-request-id: mine\r\nx-forwarded-proto: http\r\n"
        },
        {
            """ "generateRequestId": false, "via": "1.1 outrigger", """, Forward,
            "GET /a HTTP/1.1\r\nhost: h\r\nte: gzip, trailers\r\nkeep-alive: 5\r\nproxy-connection: x\r\n",
            "GET /a HTTP/1.1\r\nhost: h\r\nte: trailers\r\nx-forwarded-proto: http\r\nvia: 1.1 outrigger\r\n"
        },
        {
            """ "generateRequestId": false, """, Forward,
            "GET /a HTTP/1.1\r\nhost: h\r\nx-envoy-retry-on: 5xx\r\nx-envoy-internal: true\r\nx-forwarded-client-cert: By=a\r\n",
            "GET /a HTTP/1.1\r\nhost: h\r\nx-forwarded-proto: http\r\n"
        },
        {
            """ "generateRequestId": false, "normalizePath": true, "mergeSlashes": true, """, Forward,
            "GET /a/../b//%63?q=/../ HTTP/1.1\r\nhost: h\r\n",
            "GET /b/c?q=/../ HTTP/1.1\r\nhost: h\r\nx-forwarded-proto: http\r\n"
        },
        {
            """ "generateRequestId": false, "stripAnyHostPort": true, """, Forward,
            "GET http://h:8080/a HTTP/1.1\r\nhost: other\r\n",
            "GET /a HTTP/1.1\r\nhost: h\r\nx-forwarded-proto: http\r\n"
        },
        {
            """ "generateRequestId": false, """,
            """ "cluster": "c", "timeout": "3s", "prefixRewrite": "/new/", "hostRewriteLiteral": "other", "appendXForwardedHost": true """,
            "GET /a?q HTTP/1.1\r\nhost: h\r\n",
            "GET /new/a?q HTTP/1.1\r\nhost: other\r\nx-forwarded-proto: http\r\nx-forwarded-host: h\r\n"
            + "x-envoy-original-path: /a?q\r\nx-envoy-expected-rq-timeout-ms: 3000\r\n"
        },
        {
            """ "generateRequestId": false, "httpProtocolOptions": { "acceptHttp10": true }, """, Forward,
            "GET /a HTTP/1.0\r\nhost: h\r\n",
            "GET /a HTTP/1.1\r\nhost: h\r\nx-forwarded-proto: http\r\n"
        },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Requests_reach_the_endpoint_in_this_form(
        string manager, string action, string sent, string reached)
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(
            $$"""{ "match": { "prefix": "/" }, "route": { {{action}} } }""", manager);
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync(sent + "\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
        Assert.Equal(reached + "\r\n", UuidPattern().Replace(Assert.Single(backend.Requests), "UUID"));
    }

    [Fact]
    public async Task Mutations_of_the_route_apply_to_request_and_response()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok", "x-secret: 1\r\nx-kept: 2\r\n"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(
            $$"""
            { "match": { "prefix": "/" }, "route": { {{Forward}} },
              "requestHeadersToAdd": [
                { "header": { "key": "x-client", "value": "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%" } },
                { "header": { "key": "x-copy", "value": "%REQ(:path)%" }, "appendAction": "OVERWRITE_IF_EXISTS_OR_ADD" } ],
              "requestHeadersToRemove": [ "x-gone" ],
              "responseHeadersToAdd": [ { "header": { "key": "x-cluster", "value": "%UPSTREAM_CLUSTER%" } } ],
              "responseHeadersToRemove": [ "x-secret" ] }
            """,
            """ "generateRequestId": false, """);
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync("GET /p HTTP/1.1\r\nhost: h\r\nx-gone: 1\r\nx-copy: old\r\n\r\n");
        var response = await client.ReceiveMessageAsync();
        var request = Assert.Single(backend.Requests);
        Assert.Equal("127.0.0.1", Wire.Header(request, "x-client"));
        Assert.Equal("/p", Wire.Header(request, "x-copy"));
        Assert.Null(Wire.Header(request, "x-gone"));
        Assert.Equal("c", Wire.Header(response, "x-cluster"));
        Assert.Equal("2", Wire.Header(response, "x-kept"));
        Assert.Null(Wire.Header(response, "x-secret"));
    }

    [Fact]
    public async Task A_request_learns_nothing_of_the_response_before()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok", "x-secret: of another client\r\n"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(
            $$"""
            { "match": { "prefix": "/" }, "route": { {{Forward}} },
              "requestHeadersToAdd": [ { "header": { "key": "x-leak", "value": "%RESP(x-secret)%" } } ] }
            """);
        for (var i = 0; i < 2; i++)
        {
            using var client = await Wire.ConnectAsync(endPoint);
            await client.SendAsync("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
            await client.ReceiveMessageAsync();
        }

        Assert.Equal(2, backend.Requests.Count);
        Assert.DoesNotContain(backend.Requests, request => request.Contains("another", StringComparison.Ordinal));
    }

    public static TheoryData<string, string, string?> ServerHeaders() => new()
    {
        { "", "server: backend\r\n", "envoy" },
        { """ "serverName": "mine", """, "", "mine" },
        { """ "serverHeaderTransformation": "APPEND_IF_ABSENT", """, "server: backend\r\n", "backend" },
        { """ "serverHeaderTransformation": "PASS_THROUGH", """, "", null },
    };

    [Theory]
    [MemberData(nameof(ServerHeaders))]
    public async Task The_server_header_is_ours_unless_told_otherwise(string manager, string sent, string? expected)
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok", sent));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        using var client = await Wire.ConnectAsync(await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"), manager));
        await client.SendAsync("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
        Assert.Equal(expected, Wire.Header(await client.ReceiveMessageAsync(), "server"));
    }

    [Fact]
    public async Task A_client_of_HTTP_1_0_gets_no_chunks_and_is_told_about_the_connection()
    {
        using var backend = ScriptedBackend.Answering(request => request.Contains("/chunked", StringComparison.Ordinal)
            ? "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            : ScriptedBackend.Ok("ok"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        using var client = await Wire.ConnectAsync(await proxy.ListenHttpAsync(
            ProxyHarness.RouteTo("c"), """ "httpProtocolOptions": { "acceptHttp10": true }, """));
        await client.SendAsync("GET / HTTP/1.0\r\nhost: h\r\nconnection: keep-alive\r\n\r\n");
        Assert.Equal("keep-alive", Wire.Header(await client.ReceiveMessageAsync(), "connection"));
        await client.SendAsync("GET /chunked HTTP/1.0\r\nhost: h\r\nconnection: keep-alive\r\n\r\n");
        var response = await client.ReceiveToEndAsync();
        Assert.Equal("close", Wire.Header(response, "connection"));
        Assert.EndsWith("\r\n\r\nabc", response, StringComparison.Ordinal);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")]
    private static partial Regex UuidPattern();
}
