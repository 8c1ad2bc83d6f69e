using System.Net;

namespace Outrigger.Proxy.Tests.DataPath.ExternalAuthorization;

/// <summary>A service that answers by its HTTP status.</summary>
public sealed class HttpServiceTests
{
    private const string AllAnswered =
        """
        "authorizationResponse": { "allowedUpstreamHeaders": { "patterns": [ { "exact": "x-user" } ] },
          "allowedUpstreamHeadersToAppend": { "patterns": [ { "exact": "x-groups" } ] },
          "allowedClientHeaders": { "patterns": [ { "prefix": "x-why" } ] },
          "allowedClientHeadersOnSuccess": { "patterns": [ { "exact": "x-session" } ] } },
        """;

    [Fact]
    public async Task A_request_that_passes_is_served_with_the_headers_that_the_service_gives()
    {
        using var service = ScriptedBackend.Answering(ScriptedBackend.Ok(
            "", "x-user: alice\r\nx-groups: admin\r\nx-session: 7\r\nx-other: no\r\nx-envoy-auth-headers-to-remove: cookie, x-secret\r\n"));
        await using var proxy = await AuthorizedProxy.WithHttpAsync(service.EndPoint, AllAnswered);
        var response = await proxy.GetAsync("/a?b=1", "x-user: mallory\r\nx-groups: users\r\ncookie: c\r\nx-secret: s\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
        Assert.Equal("7", Wire.Header(response, "x-session"));
        Assert.Null(Wire.Header(response, "x-other"));
        var served = proxy.Backend.Requests.Single();
        Assert.Equal("alice", Wire.Header(served, "x-user"));
        Assert.Equal("users, admin", Wire.Header(served, "x-groups"));
        Assert.Null(Wire.Header(served, "x-other"));
        Assert.Null(Wire.Header(served, "cookie"));
        Assert.Null(Wire.Header(served, "x-secret"));
        Assert.Equal(1, proxy.Count("ok"));
    }

    [Fact]
    public async Task The_service_sees_the_request_line_and_the_headers_it_may_see()
    {
        using var service = ScriptedBackend.Answering(ScriptedBackend.Ok(""));
        await using var proxy = await AuthorizedProxy.WithHttpAsync(
            service.EndPoint,
            """
            "pathPrefix": "/verify", "authorizationRequest": {
              "allowedHeaders": { "patterns": [ { "exact": "X-Team", "ignoreCase": true } ] },
              "headersToAdd": [ { "key": "x-mesh", "value": "yes" } ] },
            """);
        await proxy.SendAsync(
            "DELETE /a?b=1 HTTP/1.1\r\nhost: shop.test\r\nauthorization: Bearer t\r\nx-team: red\r\nx-hidden: h\r\n\r\n");
        var asked = service.Requests.Single();
        Assert.StartsWith("DELETE /verify/a?b=1 HTTP/1.1\r\nhost: shop.test\r\n", asked, StringComparison.Ordinal);
        Assert.Equal("Bearer t", Wire.Header(asked, "authorization"));
        Assert.Equal("red", Wire.Header(asked, "x-team"));
        Assert.Equal("yes", Wire.Header(asked, "x-mesh"));
        Assert.Null(Wire.Header(asked, "x-hidden"));
    }

    [Fact]
    public async Task A_request_that_is_refused_gets_the_services_status_content_and_headers()
    {
        using var service = ScriptedBackend.Answering(
            "HTTP/1.1 401 Unauthorized\r\ncontent-length: 6\r\nwww-authenticate: Basic\r\nx-why-not: tired\r\nx-else: e\r\n\r\nplease");
        await using var proxy = await AuthorizedProxy.WithHttpAsync(service.EndPoint, AllAnswered);
        var response = await proxy.GetAsync();
        Assert.StartsWith("HTTP/1.1 401 Unauthorized\r\n", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nplease", response, StringComparison.Ordinal);
        Assert.Equal("Basic", Wire.Header(response, "www-authenticate"));
        Assert.Equal("tired", Wire.Header(response, "x-why-not"));
        Assert.Null(Wire.Header(response, "x-else"));
        Assert.Empty(proxy.Backend.Requests);
        Assert.Equal((1, 0), (proxy.Count("denied"), proxy.Count("error")));
    }

    [Fact]
    public async Task A_refusal_is_passed_on_whole_where_nothing_is_said_about_its_headers()
    {
        using var service = ScriptedBackend.Answering(
            "HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: /login\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n\r\n");
        await using var proxy = await AuthorizedProxy.WithHttpAsync(service.EndPoint);
        var response = await proxy.GetAsync();
        Assert.StartsWith("HTTP/1.1 302 Found\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nlocation: /login\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 403)]
    [InlineData("\"statusOnError\": { \"code\": 503 },", 503)]
    public async Task A_service_that_fails_refuses(string options, int status)
    {
        using var service = ScriptedBackend.Answering("HTTP/1.1 500 Oops\r\ncontent-length: 6\r\n\r\nsecret");
        await using var proxy = await AuthorizedProxy.WithHttpAsync(service.EndPoint, options: options);
        var response = await proxy.GetAsync();
        Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", response, StringComparison.Ordinal);
        Assert.Equal(1, proxy.Count("error"));
    }

    [Fact]
    public async Task A_service_that_fails_lets_pass_where_that_is_said_and_the_endpoint_is_told()
    {
        await using var proxy = await AuthorizedProxy.WithHttpAsync(
            new IPEndPoint(IPAddress.Loopback, 1),
            options: "\"failureModeAllow\": true, \"failureModeAllowHeaderAdd\": true,");
        Assert.StartsWith("HTTP/1.1 200 ", await proxy.GetAsync(), StringComparison.Ordinal);
        Assert.Equal("true", Wire.Header(proxy.Backend.Requests.Single(), "x-envoy-auth-failure-mode-allowed"));
        Assert.Equal((1, 1), (proxy.Count("error"), proxy.Count("failure_mode_allowed")));
    }

    [Fact]
    public async Task A_service_that_does_not_answer_in_time_refuses()
    {
        using var service = ScriptedBackend.Answering("");
        await using var proxy = await AuthorizedProxy.WithHttpAsync(service.EndPoint, timeout: "0.05s");
        Assert.StartsWith("HTTP/1.1 403 ", await proxy.GetAsync(), StringComparison.Ordinal);
        Assert.Equal(1, proxy.Count("error"));
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(10_000, false)]
    [InlineData(10_000, true)]
    public async Task Content_is_shown_to_the_service_and_forwarded_whole(int length, bool isChunked)
    {
        using var service = ScriptedBackend.Answering(ScriptedBackend.Ok(""));
        await using var proxy = await AuthorizedProxy.WithHttpAsync(
            service.EndPoint, options: "\"withRequestBody\": { \"maxRequestBytes\": 20000 },");
        var content = Letters(length);
        var response = isChunked
            ? await proxy.SendAsync(
                $"POST / HTTP/1.1\r\nhost: shop.test\r\ntransfer-encoding: chunked\r\n\r\n{length:x}\r\n{content}\r\n0\r\n\r\n")
            : await proxy.PostAsync(content);
        Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal);
        Assert.EndsWith(content, service.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal("false", Wire.Header(service.Requests.Single(), "x-envoy-auth-partial-body"));
        Assert.Contains(content, Unchunked(proxy.Backend.Requests.Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_beyond_the_limit_is_refused()
    {
        using var service = ScriptedBackend.Answering(ScriptedBackend.Ok(""));
        await using var proxy = await AuthorizedProxy.WithHttpAsync(
            service.EndPoint, options: "\"withRequestBody\": { \"maxRequestBytes\": 100 },");
        Assert.StartsWith("HTTP/1.1 413 ", await proxy.PostAsync(Letters(101)), StringComparison.Ordinal);
        Assert.Empty(service.Requests);
        Assert.Empty(proxy.Backend.Requests);
        Assert.StartsWith("HTTP/1.1 200 ", await proxy.PostAsync(Letters(100)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_beginning_of_long_content_is_shown_where_a_part_will_do()
    {
        using var service = ScriptedBackend.Answering(ScriptedBackend.Ok(""));
        await using var proxy = await AuthorizedProxy.WithHttpAsync(
            service.EndPoint, options: "\"withRequestBody\": { \"maxRequestBytes\": 100, \"allowPartialMessage\": true },");
        var content = Letters(3_000_000);
        Assert.StartsWith("HTTP/1.1 200 ", await proxy.PostAsync(content), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + content[..100], service.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal("true", Wire.Header(service.Requests.Single(), "x-envoy-auth-partial-body"));
        Assert.EndsWith(content, proxy.Backend.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_waits_for_leave_to_send_gets_it()
    {
        using var service = ScriptedBackend.Answering(ScriptedBackend.Ok(""));
        await using var proxy = await AuthorizedProxy.WithHttpAsync(
            service.EndPoint, options: "\"withRequestBody\": { \"maxRequestBytes\": 100 },");
        using var client = await Wire.ConnectAsync(proxy.EndPoint);
        await client.SendAsync("POST / HTTP/1.1\r\nhost: shop.test\r\nexpect: 100-continue\r\ncontent-length: 4\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 100 ", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
        await client.SendAsync("ping");
        Assert.StartsWith("HTTP/1.1 200 ", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
        Assert.Null(Wire.Header(proxy.Backend.Requests.Single(), "expect"));
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_the_question()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var service = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveHeadAsync();
            Assert.True(await wire.IsEndedAsync());
            ended.SetResult();
        });
        await using var proxy = await AuthorizedProxy.WithHttpAsync(service.EndPoint);
        using (var client = await Wire.ConnectAsync(proxy.EndPoint))
        {
            await client.SendAsync("GET / HTTP/1.1\r\nhost: shop.test\r\n\r\n");
            await proxy.Harness.UntilAsync(_ => service.ConnectionsCount == 1, "the question");
            client.Reset();
        }

        await ended.Task.InTime();
        Assert.Empty(proxy.Backend.Requests);
    }

    [Fact]
    public async Task A_route_may_do_without()
    {
        using var service = ScriptedBackend.Answering("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
        var routes =
            """
            { "match": { "prefix": "/open" }, "route": { "cluster": "c" }, "typedPerFilterConfig": { "authz": {
              "@type": "type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute", "disabled": true } } },
            """ + ProxyHarness.RouteTo("c");
        await using var proxy = await AuthorizedProxy.WithHttpAsync(service.EndPoint, routes: routes);
        Assert.StartsWith("HTTP/1.1 200 ", await proxy.GetAsync("/open"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", await proxy.GetAsync("/closed"), StringComparison.Ordinal);
        Assert.Single(service.Requests);
    }

    private static string Letters(int count) =>
        string.Create(count, 0, static (span, _) =>
        {
            for (var index = 0; index < span.Length; index++)
                span[index] = (char)('a' + (index % 26));
        });

    private static string Unchunked(string message)
    {
        var body = message[(message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        if (Wire.Header(message, "transfer-encoding") is null)
            return body;
        var content = new System.Text.StringBuilder();
        while (body.Length > 0)
        {
            var end = body.IndexOf("\r\n", StringComparison.Ordinal);
            var length = Convert.ToInt32(body[..end], 16);
            content.Append(body, end + 2, length);
            body = length == 0 ? "" : body[(end + 2 + length + 2)..];
        }

        return content.ToString();
    }
}
