using Envoy.Service.Auth.V3;
using Grpc.Core;
using Outrigger.Proxy.Tests.DataPath.Authorization;

namespace Outrigger.Proxy.Tests.DataPath.ExternalAuthorization;

/// <summary>Connections whose bytes wait for the word of a service.</summary>
public sealed class NetworkServiceTests
{
    private static CheckResponse Refusal => new() { Status = new Google.Rpc.Status { Code = 7 } };

    [Fact]
    public async Task A_connection_that_passes_is_served_with_what_its_client_has_said_meanwhile()
    {
        await using var service = await AuthorizationServer.StartAsync();
        await using var proxy = await AuthorizedConnections.StartAsync(service.EndPoint);
        using var client = await Wire.ConnectAsync(proxy.EndPoint);
        await client.SendAsync("hello");
        Assert.Equal("welcome hello", await client.ReceiveAsync("welcome hello".Length));
        var attributes = service.Requests.Single().Attributes;
        Assert.Equal("127.0.0.1", attributes.Source.Address.SocketAddress.Address);
        Assert.Equal((uint)proxy.EndPoint.Port, attributes.Destination.Address.SocketAddress.PortValue);
        Assert.Null(attributes.Request);
        Assert.Equal((1, 1, 0), (proxy.Count("total"), proxy.Count("ok"), proxy.Count("denied")));
    }

    [Fact]
    public async Task A_connection_that_is_refused_is_closed_before_its_endpoint_knows_of_it()
    {
        await using var service = await AuthorizationServer.StartAsync();
        service.Answer = (_, _) => Task.FromResult(Refusal);
        await using var proxy = await AuthorizedConnections.StartAsync(service.EndPoint);
        using var client = await Wire.ConnectAsync(proxy.EndPoint);
        Assert.Equal("", await client.ReceiveToEndAsync());
        Assert.Equal(0, proxy.Backend.ConnectionsCount);
        Assert.Equal((1, 1), (proxy.Count("denied"), proxy.Count("cx_closed")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_that_fails_is_followed_as_the_configuration_says(bool allows)
    {
        await using var service = await AuthorizationServer.StartAsync();
        service.Answer = (_, _) => throw new RpcException(new Status(StatusCode.Unavailable, "down"));
        await using var proxy = await AuthorizedConnections.StartAsync(
            service.EndPoint, $"\"failureModeAllow\": {(allows ? "true" : "false")},");
        using var client = await Wire.ConnectAsync(proxy.EndPoint);
        if (allows)
            Assert.Equal("welcome ", await client.ReceiveAsync("welcome ".Length));
        else
            Assert.Equal("", await client.ReceiveToEndAsync());
        Assert.Equal((1, allows ? 1 : 0), (proxy.Count("error"), proxy.Count("failure_mode_allowed")));
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_the_question()
    {
        await using var service = await AuthorizationServer.StartAsync();
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Answer = async (_, context) =>
        {
            await using var registration = context.CancellationToken.Register(() => cancelled.TrySetResult());
            await cancelled.Task;
            return new CheckResponse();
        };
        await using var proxy = await AuthorizedConnections.StartAsync(service.EndPoint);
        using (var client = await Wire.ConnectAsync(proxy.EndPoint))
        {
            await proxy.Harness.UntilAsync(_ => !service.Requests.IsEmpty, "the question");
            client.Reset();
        }

        await cancelled.Task.InTime();
        Assert.Equal(0, proxy.Backend.ConnectionsCount);
    }

    /// <summary>What Istio makes of a CUSTOM policy: marks without effect, and a question about what is marked.</summary>
    [Theory]
    [InlineData("127.0.0.0", true)]
    [InlineData("10.0.0.0", false)]
    public async Task Only_marked_connections_are_asked_about(string network, bool isAsked)
    {
        await using var service = await AuthorizationServer.StartAsync();
        service.Answer = (_, _) => Task.FromResult(Refusal);
        await using var proxy = await AuthorizedConnections.StartAsync(
            service.EndPoint, Marked("envoy.filters.network.rbac"), RbacJson.Network(Marks(network)));
        using var client = await Wire.ConnectAsync(proxy.EndPoint);
        if (isAsked)
            Assert.Equal("", await client.ReceiveToEndAsync());
        else
            Assert.Equal("welcome ", await client.ReceiveAsync("welcome ".Length));
        Assert.Equal(isAsked ? 1 : 0, service.Requests.Count);
    }

    [Theory]
    [InlineData("127.0.0.0", true)]
    [InlineData("10.0.0.0", false)]
    public async Task Only_marked_requests_are_asked_about(string network, bool isAsked)
    {
        await using var service = await AuthorizationServer.StartAsync();
        service.Answer = (_, _) => Task.FromResult(Refusal);
        await using var proxy = await AuthorizedProxy.WithGrpcAsync(
            service.EndPoint, Marked("envoy.filters.http.rbac"), before: RbacJson.Http(Marks(network)));
        Assert.StartsWith(isAsked ? "HTTP/1.1 403 " : "HTTP/1.1 200 ", await proxy.GetAsync(), StringComparison.Ordinal);
        Assert.Equal(isAsked ? 1 : 0, service.Requests.Count);
    }

    private static string Marks(string network) => RbacJson.Rules(
        "DENY",
        RbacJson.Any,
        $"\"directRemoteIp\": {{ \"addressPrefix\": \"{network}\", \"prefixLen\": 8 }}",
        policy: "istio-ext-authz-opa-ns[a]-policy[p]-rule[0]",
        field: "shadowRules") + ", \"shadowRulesStatPrefix\": \"istio_ext_authz_\"";

    private static string Marked(string filter) => $$"""
        "filterEnabledMetadata": { "filter": "{{filter}}",
          "path": [ { "key": "istio_ext_authz_shadow_effective_policy_id" } ],
          "value": { "stringMatch": { "prefix": "istio-ext-authz-opa-" } } },
        """;
}
