using System.Text;
using Envoy.Config.Core.V3;
using Envoy.Service.Auth.V3;
using Envoy.Type.V3;
using Grpc.Core;
using static Envoy.Config.Core.V3.HeaderValueOption.Types;

namespace Outrigger.Proxy.Tests.DataPath.ExternalAuthorization;

/// <summary>A service that speaks gRPC, on the framework's own server.</summary>
public sealed class GrpcServiceTests
{
    [Fact]
    public async Task The_service_is_told_of_the_request_and_of_who_sent_it()
    {
        await using var service = await AuthorizationServer.StartAsync();
        await using var proxy = await AuthorizedProxy.WithGrpcAsync(service.EndPoint);
        var response = await proxy.GetAsync("/a?b=1", "x-team: red\r\nx-team: blue\r\nx-odd: \u00ff\u00fe\r\nx-request-id: id-7\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
        var attributes = service.Requests.Single().Attributes;
        var http = attributes.Request.Http;
        Assert.Equal(("GET", "/a?b=1", "shop.test", "http", "HTTP/1.1"), (http.Method, http.Path, http.Host, http.Scheme, http.Protocol));
        Assert.Equal("id-7", http.Id);
        Assert.Equal("red,blue", http.Headers["x-team"]);
        Assert.Equal("!!", http.Headers["x-odd"]);
        Assert.Equal("GET", http.Headers[":method"]);
        Assert.Equal("/a?b=1", http.Headers[":path"]);
        Assert.Equal("shop.test", http.Headers[":authority"]);
        Assert.Equal("127.0.0.1", attributes.Source.Address.SocketAddress.Address);
        Assert.Equal((uint)proxy.EndPoint.Port, attributes.Destination.Address.SocketAddress.PortValue);
        Assert.InRange(
            attributes.Request.Time.ToDateTimeOffset(),
            DateTimeOffset.UtcNow.AddMinutes(-1),
            DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Equal("authz.test", service.Authorities.Single());
        Assert.Equal(1, proxy.Count("ok"));
    }

    [Fact]
    public async Task Headers_of_the_request_and_the_response_are_changed_as_the_service_says()
    {
        await using var service = await AuthorizationServer.StartAsync();
        service.Answer = (_, _) => Task.FromResult(new CheckResponse
        {
            OkResponse = new OkHttpResponse
            {
                Headers =
                {
                    Header("X-User", "alice"),
                    Header("x-groups", "admin", append: true),
                    Header("x-none", "n", append: true),
                    Header("x-kept", "theirs", action: HeaderAppendAction.AddIfAbsent),
                },
                HeadersToRemove = { "X-Secret", ":path", "host" },
                ResponseHeadersToAdd = { Header("x-session", "7", action: HeaderAppendAction.OverwriteIfExistsOrAdd) },
                QueryParametersToSet = { new QueryParameter { Key = "tenant", Value = "9" } },
                QueryParametersToRemove = { "debug" },
            },
        });
        await using var proxy = await AuthorizedProxy.WithGrpcAsync(service.EndPoint);
        var response = await proxy.GetAsync(
            "/a?debug=1&b=2", "x-user: mallory\r\nx-groups: users\r\nx-kept: ours\r\nx-secret: s\r\n");
        Assert.Equal("7", Wire.Header(response, "x-session"));
        var served = proxy.Backend.Requests.Single();
        Assert.StartsWith("GET /a?b=2&tenant=9 HTTP/1.1\r\nhost: shop.test\r\n", served, StringComparison.Ordinal);
        Assert.Equal("alice", Wire.Header(served, "x-user"));
        Assert.Equal("users, admin", Wire.Header(served, "x-groups"));
        Assert.Equal("ours", Wire.Header(served, "x-kept"));
        Assert.Null(Wire.Header(served, "x-none"));
        Assert.Null(Wire.Header(served, "x-secret"));
    }

    [Fact]
    public async Task A_request_that_is_refused_gets_what_the_service_says()
    {
        await using var service = await AuthorizationServer.StartAsync();
        service.Answer = (_, _) => Task.FromResult(new CheckResponse
        {
            Status = new Google.Rpc.Status { Code = 7 },
            DeniedResponse = new DeniedHttpResponse
            {
                Status = new HttpStatus { Code = Envoy.Type.V3.StatusCode.Unauthorized },
                Body = "not today",
                Headers = { Header("x-why", "tuesday"), Header("set-cookie", "a=1"), Header("set-cookie", "b=2") },
            },
        });
        await using var proxy = await AuthorizedProxy.WithGrpcAsync(service.EndPoint);
        var response = await proxy.GetAsync();
        Assert.StartsWith("HTTP/1.1 401 Unauthorized\r\n", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nnot today", response, StringComparison.Ordinal);
        Assert.Equal("tuesday", Wire.Header(response, "x-why"));
        Assert.Contains("\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n", response, StringComparison.Ordinal);
        Assert.Empty(proxy.Backend.Requests);
        Assert.Equal(1, proxy.Count("denied"));
    }

    [Fact]
    public async Task A_bare_refusal_is_a_403()
    {
        await using var service = await AuthorizationServer.StartAsync();
        service.Answer = (_, _) => Task.FromResult(new CheckResponse { Status = new Google.Rpc.Status { Code = 16 } });
        await using var proxy = await AuthorizedProxy.WithGrpcAsync(service.EndPoint);
        Assert.StartsWith("HTTP/1.1 403 Forbidden\r\n", await proxy.GetAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 403)]
    [InlineData("\"statusOnError\": { \"code\": 503 },", 503)]
    [InlineData("\"failureModeAllow\": true,", 200)]
    public async Task A_service_that_fails_is_followed_as_the_configuration_says(string options, int status)
    {
        await using var service = await AuthorizationServer.StartAsync();
        service.Answer = (_, _) => throw new RpcException(new Status(Grpc.Core.StatusCode.Internal, "broken"));
        await using var proxy = await AuthorizedProxy.WithGrpcAsync(service.EndPoint, options);
        Assert.StartsWith($"HTTP/1.1 {status} ", await proxy.GetAsync(), StringComparison.Ordinal);
        Assert.Equal(1, proxy.Count("error"));
    }

    [Fact]
    public async Task A_service_that_is_down_refuses_until_it_is_there()
    {
        var service = await AuthorizationServer.StartAsync();
        await using var proxy = await AuthorizedProxy.WithGrpcAsync(service.EndPoint);
        Assert.StartsWith("HTTP/1.1 200 ", await proxy.GetAsync(), StringComparison.Ordinal);
        await service.DisposeAsync();
        Assert.StartsWith("HTTP/1.1 403 ", await proxy.GetAsync(), StringComparison.Ordinal);
        await using var again = await AuthorizationServer.StartAsync();
        proxy.Harness.Endpoints("authz", again.EndPoint);
        Assert.StartsWith("HTTP/1.1 200 ", await proxy.GetAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_in_time_refuses()
    {
        await using var service = await AuthorizationServer.StartAsync();
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Answer = async (_, context) =>
        {
            await using var registration = context.CancellationToken.Register(cancelled.SetResult);
            await cancelled.Task;
            return new CheckResponse();
        };
        await using var proxy = await AuthorizedProxy.WithGrpcAsync(service.EndPoint, timeout: "0.1s");
        Assert.StartsWith("HTTP/1.1 403 ", await proxy.GetAsync(), StringComparison.Ordinal);
        await cancelled.Task.InTime();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Content_is_shown_as_text_or_as_bytes(bool asBytes)
    {
        await using var service = await AuthorizationServer.StartAsync();
        var packs = asBytes ? "true" : "false";
        await using var proxy = await AuthorizedProxy.WithGrpcAsync(
            service.EndPoint, $$"""
            "withRequestBody": { "maxRequestBytes": 200000, "packAsBytes": {{packs}} },
            """);
        var content = new string('x', 100_000) + "\u00ff";
        Assert.StartsWith("HTTP/1.1 200 ", await proxy.PostAsync(content), StringComparison.Ordinal);
        var http = service.Requests.Single().Attributes.Request.Http;
        Assert.Equal(asBytes ? "" : content[..^1] + "!", http.Body);
        Assert.Equal(asBytes ? Encoding.Latin1.GetBytes(content) : [], http.RawBody.ToByteArray());
        Assert.Equal(content.Length, http.Size);
        Assert.EndsWith(content, proxy.Backend.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_tells_the_service_more()
    {
        await using var service = await AuthorizationServer.StartAsync();
        var routes =
            """
            { "match": { "prefix": "/" }, "route": { "cluster": "c" }, "typedPerFilterConfig": { "authz": {
              "@type": "type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute",
              "checkSettings": { "contextExtensions": { "tier": "gold" } } } } }
            """;
        await using var proxy = await AuthorizedProxy.WithGrpcAsync(service.EndPoint, routes: routes);
        await proxy.GetAsync();
        Assert.Equal("gold", service.Requests.Single().Attributes.ContextExtensions["tier"]);
    }

    [Fact]
    public async Task Headers_are_hidden_from_the_service_as_the_configuration_says()
    {
        await using var service = await AuthorizationServer.StartAsync();
        await using var proxy = await AuthorizedProxy.WithGrpcAsync(
            service.EndPoint,
            """
            "allowedHeaders": { "patterns": [ { "prefix": "x-" } ] }, "disallowedHeaders": { "patterns": [ { "exact": "x-secret" } ] },
            """);
        await proxy.GetAsync("/", "x-team: red\r\nx-secret: s\r\naccept: a\r\n");
        var headers = service.Requests.Single().Attributes.Request.Http.Headers;
        Assert.Equal("red", headers["x-team"]);
        Assert.DoesNotContain("x-secret", headers.Keys);
        Assert.DoesNotContain("accept", headers.Keys);
        Assert.DoesNotContain(":path", headers.Keys);
    }

    [Fact]
    public async Task A_request_is_routed_again_when_the_service_changed_it_and_the_configuration_says_so()
    {
        await using var service = await AuthorizationServer.StartAsync();
        service.Answer = (_, _) => Task.FromResult(new CheckResponse
        {
            OkResponse = new OkHttpResponse { Headers = { Header("x-tier", "gold") } },
        });
        var routes =
            """
            { "match": { "prefix": "/", "headers": [ { "name": "x-tier", "stringMatch": { "exact": "gold" } } ] },
              "directResponse": { "status": 418 } },
            """ + ProxyHarness.RouteTo("c");
        await using var proxy = await AuthorizedProxy.WithGrpcAsync(
            service.EndPoint, "\"clearRouteCache\": true,", routes);
        Assert.StartsWith("HTTP/1.1 418 ", await proxy.GetAsync(), StringComparison.Ordinal);
        await using var without = await AuthorizedProxy.WithGrpcAsync(service.EndPoint, routes: routes);
        Assert.StartsWith("HTTP/1.1 200 ", await without.GetAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData("\"validateMutations\": true,", 500)]
    public async Task Changes_that_cannot_be_made_are_left_out_or_refuse(string options, int status)
    {
        await using var service = await AuthorizationServer.StartAsync();
        service.Answer = (_, _) => Task.FromResult(new CheckResponse
        {
            OkResponse = new OkHttpResponse { Headers = { Header("x-split", "a\r\nx-evil: b"), Header("x-good", "g") } },
        });
        await using var proxy = await AuthorizedProxy.WithGrpcAsync(service.EndPoint, options);
        Assert.StartsWith($"HTTP/1.1 {status} ", await proxy.GetAsync(), StringComparison.Ordinal);
        if (status == 500)
            return;
        Assert.DoesNotContain("evil", proxy.Backend.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal("g", Wire.Header(proxy.Backend.Requests.Single(), "x-good"));
    }

    [Fact]
    public async Task Nothing_is_asked_about_requests_that_the_metadata_does_not_choose()
    {
        await using var service = await AuthorizationServer.StartAsync();
        await using var proxy = await AuthorizedProxy.WithGrpcAsync(
            service.EndPoint,
            """
            "filterEnabledMetadata": { "filter": "envoy.filters.http.rbac",
              "path": [ { "key": "istio_ext_authz_shadow_effective_policy_id" } ],
              "value": { "stringMatch": { "prefix": "istio-ext-authz" } } },
            """);
        Assert.StartsWith("HTTP/1.1 200 ", await proxy.GetAsync(), StringComparison.Ordinal);
        Assert.Empty(service.Requests);
        Assert.Equal(1, proxy.Count("disabled"));
    }

    [Fact]
    public async Task Requests_at_once_share_a_connection_and_get_their_own_answers()
    {
        await using var service = await AuthorizationServer.StartAsync();
        service.Answer = (request, _) => Task.FromResult(new CheckResponse
        {
            OkResponse = new OkHttpResponse { Headers = { Header("x-echo", request.Attributes.Request.Http.Path) } },
        });
        await using var proxy = await AuthorizedProxy.WithGrpcAsync(service.EndPoint);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(each => proxy.GetAsync($"/{each}")));
        foreach (var served in proxy.Backend.Requests)
            Assert.StartsWith($"GET {Wire.Header(served, "x-echo")} ", served, StringComparison.Ordinal);
        Assert.Equal(200, proxy.Count("ok"));
    }

    private static HeaderValueOption Header(
        string name, string value, bool? append = null, HeaderAppendAction action = default) => new()
        {
            Header = new HeaderValue { Key = name, Value = value },
            Append = append,
            AppendAction = action,
        };
}
