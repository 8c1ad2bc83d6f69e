using System.Net;
using System.Text.Json;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Tests.DataPath;

namespace Outrigger.Proxy.Tests.Jwt;

/// <summary>A proxy that requires tokens, before a service that says what it received.</summary>
internal sealed class JwtProxy : IDisposable
{
    private readonly ScriptedBackend _backend;
    private readonly IPEndPoint _endPoint;

    private JwtProxy(ScriptedBackend backend, ProxyHarness harness, IPEndPoint endPoint)
    {
        _backend = backend;
        Harness = harness;
        _endPoint = endPoint;
    }

    public ProxyHarness Harness { get; }

    public IPEndPoint EndPoint => _endPoint;

    /// <summary>The requests that reached the service.</summary>
    public IReadOnlyList<string> Served => [.. _backend.Requests];

    /// <summary>Starts a proxy with one issuer, whose tokens are optional, as a mesh's are.</summary>
    public static Task<JwtProxy> StartAsync(string provider, TokenKey? key = null, ClockAhead? clock = null) =>
        ConfiguredAsync(
            $$""" "providers": { "one": {{Provider(provider, (key ?? TokenKey.Es256).KeySet)}} }, {{RequireAny("one")}} """,
            clock: clock);

    /// <summary>Starts a proxy with any configuration of the filter.</summary>
    public static async Task<JwtProxy> ConfiguredAsync(
        string configuration, string? routes = null, ClockAhead? clock = null, string filterName = "jwt")
    {
        var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("served"));
        var harness = new ProxyHarness(time: clock);
        harness.Cluster("c", backend.EndPoint);
        harness.Cluster("admins", backend.EndPoint);
        harness.Listener(ProxyHarness.HttpListenerJson(
            "http", routes ?? ProxyHarness.RouteTo("c"), filters: Filter(configuration, filterName)));
        await harness.ApplyAsync();
        return new JwtProxy(backend, harness, await harness.EndPointAsync("http"));
    }

    public static string Filter(string configuration, string name = "jwt") =>
        $$"""
        { "name": "{{name}}", "typedConfig": {
          "@type": "type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication", {{configuration}} } },
        """;

    public static string Provider(string members, string keySet) =>
        $$"""{ {{members}} "localJwks": { "inlineString": {{JsonSerializer.Serialize(keySet)}} } }""";

    public static string RequireAny(string provider) =>
        $$"""
        "rules": [ { "match": { "prefix": "/" }, "requires": { "requiresAny": { "requirements": [
          { "providerName": "{{provider}}" }, { "allowMissing": {} } ] } } } ]
        """;

    public static string Require(string requirement) =>
        $$""" "rules": [ { "match": { "prefix": "/" }, "requires": {{requirement}} } ] """;

    public static string Bearer(string token) => $"authorization: Bearer {token}\r\n";

    /// <summary>Sends a request and returns the whole answer.</summary>
    public async Task<string> GetAsync(string headers = "", string path = "/", string method = "GET")
    {
        using var wire = await Wire.ConnectAsync(_endPoint);
        await wire.SendAsync($"{method} {path} HTTP/1.1\r\nhost: shop\r\n{headers}\r\n");
        var answer = await wire.ReceiveMessageAsync();
        Assert.Empty(Harness.Faults);
        return answer;
    }

    /// <summary>Sends a request that must be served, and returns it as the service received it.</summary>
    public async Task<string> ServedAsync(string headers = "", string path = "/")
    {
        var answer = await GetAsync(headers, path);
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        return Served[^1];
    }

    public async Task RefusedAsync(int status, string reason, string headers = "", string path = "/")
    {
        var servedBefore = Served.Count;
        var answer = await GetAsync(headers, path);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + reason, answer, StringComparison.Ordinal);
        Assert.Equal(servedBefore, Served.Count);
    }

    public long Count(JwtAuthnStat stat) => Harness.Stats.Http("test").JwtAuthn.Read(stat);

    public void Dispose()
    {
        Harness.Dispose();
        _backend.Dispose();
    }
}
