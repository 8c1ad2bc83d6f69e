using Outrigger.Proxy.Tests.DataPath;

namespace Outrigger.Proxy.Tests.Attacks;

/// <summary>
/// Requests for what is forbidden, spelled so that whoever forbids it may not see it. What reaches the endpoint was
/// judged in the very form in which it is sent on.
/// </summary>
[Collection(nameof(AttackCollection))]
public sealed class SpellingAttackTests
{
    private const string Edge =
        "normalize_path: true, merge_slashes: true, path_with_escaped_slashes_action: UNESCAPE_AND_REDIRECT, "
        + "common_http_protocol_options: { headers_with_underscores_action: REJECT_REQUEST },";

    private const string Forbidden = """
        { match: { prefix: /moved }, direct_response: { status: 410 } },
        """;

    public static TheoryData<string> Spellings() =>
    [
        "/admin", "/admin/", "/admin?x", "/admin/users", "/a/../admin", "/./admin", "//admin", "///admin//users", "/a//../admin",
        "/a/b/../../admin", "/%61dmin", "/adm%69n", "/%2e%2e/admin", "/a/%2e%2e/admin", "/a/%2E./admin", "/a/.%2e/admin",
        "/\\admin", "/a\\..\\admin", "/%2fadmin", "/a/..%2fadmin", "/a%2f..%2fadmin", "/a%5c..%5cadmin", "/%2F%2Fadmin",
        "/a/..%5cadmin", "/%252e%252e/admin", "/a/%252e%252e/admin", "/a/..;/admin", "/;/admin", "/a;x/../admin", "/admin;x",
        "/admin%00", "/admin%2500", "/admin%3f", "/%", "/admin%", "/admin/..%00/", "/admin#x", "/a/..#/admin",
        "http://a/admin", "http://a//admin", "http://a/a/../admin", "/..", "/../admin", "/../../../admin",
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task What_reaches_the_endpoint_is_what_was_judged(string target)
    {
        using var proxy = new ProxyHarness();
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok"));
        proxy.Cluster("c", backend.EndPoint);
        string routes = """{ "match": { "pathSeparatedPrefix": "/admin" }, "directResponse": { "status": 403 } }, """
            + ProxyHarness.RouteTo("c");
        string listener = ProxyHarness.HttpListenerJson(
            "http", routes,
            """ "normalizePath": true, "mergeSlashes": true, "pathWithEscapedSlashesAction": "UNESCAPE_AND_REDIRECT", """);
        proxy.Listener(listener.Replace(
            "\"name\": \"routes\",", "\"name\": \"routes\", \"ignorePathParametersInPathMatching\": true,", StringComparison.Ordinal));
        await proxy.ApplyAsync();
        var endPoint = await proxy.EndPointAsync("http");
        using var client = await Wire.ConnectAsync(endPoint);
        // A redirect is followed once more, as clients do.
        for (var round = 0; round < 2; round++)
        {
            await client.SendAsync($"GET {target} HTTP/1.1\r\nhost: a\r\n\r\n");
            var response = await client.ReceiveMessageAsync();
            if (!response.StartsWith("HTTP/1.1 307 ", StringComparison.Ordinal))
                break;
            target = Wire.Header(response, "location")!;
        }

        foreach (var request in backend.Requests)
            Assert.False(MeansAdmin(request.Split(' ')[1]), request);
        Assert.Empty(proxy.Faults);
    }

    [Theory]
    [InlineData("/moved%2fx")]
    [InlineData("/x/..%2fmoved")]
    public async Task An_escaped_slash_is_no_way_around_a_route(string target)
    {
        await using var proxy = await AttackedProxy.StartAsync(Edge, routes: Forbidden);
        using var client = await Wire.ConnectAsync(proxy.EndPoint);
        await client.SendAsync($"GET {target} HTTP/1.1\r\nhost: a\r\n\r\n");
        var redirect = await client.ReceiveMessageAsync();
        Assert.StartsWith("HTTP/1.1 307 ", redirect, StringComparison.Ordinal);
        await client.SendAsync($"GET {Wire.Header(redirect, "location")} HTTP/1.1\r\nhost: a\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 410 ", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await proxy.StatAsync("http.web.downstream_rq_redirected_with_normalized_path"));
    }

    [Fact]
    public async Task Headers_with_underscores_are_refused_and_counted()
    {
        await using var proxy = await AttackedProxy.StartAsync(Edge);
        await proxy.WithstandAsync(async () =>
        {
            using var client = await Wire.ConnectAsync(proxy.EndPoint);
            await client.SendAsync("GET / HTTP/1.1\r\nhost: a\r\nx_forwarded_for: 10.0.0.1\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 400 ", await client.ReceiveToEndAsync(), StringComparison.Ordinal);
            using var second = await Http2Attacker.ConnectAsync(proxy.EndPoint);
            byte[] fields = [.. Http2Attacker.Fields("GET", "/"), .. Http2Attacker.IndexedField("x_user", "root")];
            await second.SendAsync(Http2Attacker.Frame(Http2Attacker.Headers, 5, 1, fields));
            while (await second.ReceiveFrameAsync() is { } frame && frame.Type != Http2Attacker.Headers)
            {
            }
        });
        Assert.Equal(1, await proxy.StatAsync("http1.requests_rejected_with_underscores_in_headers"));
        Assert.Equal(1, await proxy.StatAsync("http2.requests_rejected_with_underscores_in_headers"));
        Assert.DoesNotContain(proxy.Forwarded, request => request.Contains('_', StringComparison.Ordinal));
    }

    /// <summary>Whether some server takes a path for /admin or something below it.</summary>
    private static bool MeansAdmin(string path)
    {
        string once = Uri.UnescapeDataString(path.Split('?', '#')[0]).Replace('\\', '/');
        string[] segments = [.. once.Split('/').Select(segment => segment.Split(';')[0]).Where(segment => segment is not ("" or "."))];
        List<string> resolved = [];
        foreach (string segment in segments)
        {
            if (segment == "..")
                resolved.RemoveRange(Math.Max(0, resolved.Count - 1), Math.Min(1, resolved.Count));
            else
                resolved.Add(segment);
        }

        return resolved.Count > 0 && resolved[0] == "admin";
    }
}
